// The logo of an application: an image in place of JSON, replaced whole, never taken away.
import type { SandboxAnswer } from '../../../core/http.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { merged } from '../merge.ts';
import { noContent } from '../query/answers.ts';
import { badRequest } from '../refusals.ts';
import { writableApplication } from './find-application.ts';

const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif'];
const IMAGE_LENGTH_MAX = 100 * 1024;

/** `PUT …/logo` @throws GraphRefusal 400 for what is no image, 413 for one that is too large */
export function putLogo(call: GraphCall): SandboxAnswer {
  const application = writableApplication(call);
  const { headers, body } = call.request;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!IMAGE_TYPES.includes(type)) throw badRequest(`The logo is one of ${IMAGE_TYPES.join(', ')}.`);
  if (body === '') throw badRequest('The logo is empty.');
  if (body.length > IMAGE_LENGTH_MAX) throw new GraphRefusal(413, 'Request_EntityTooLarge', 'The logo is too large.');
  const logoUrl = `https://aadcdn.msftauthimages.net/${application.id}/logo.${type.slice('image/'.length)}`;
  application.resource = merged(application.resource, { info: { logoUrl } });
  return noContent();
}
