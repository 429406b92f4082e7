// Publisher verification: a partner's account, vetted, with the domain that the application is published from.
import type { SandboxAnswer } from '../../../core/http.ts';
import type { Application, World } from '../../../core/world.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { noContent } from '../query/answers.ts';
import { bodyOf } from '../read-body.ts';
import { refusePersonalAccount } from '../rights.ts';
import { applicationsOf } from './find-application.ts';

/** Who may say who publishes (publisher-verification-overview). */
const PUBLISHER_MANAGERS = ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator'];

type PartnerAccount = { refusal: string; message: string } | { refusal: null; displayName: string };

/** The partner accounts of this world by their Partner One ID: one that is good, and one for each way not to be. */
export const PARTNER_ACCOUNTS: Readonly<Record<string, PartnerAccount | undefined>> = {
  '1000001': { refusal: null, displayName: 'Contoso' },
  '1000002': { refusal: 'MPNAccountNotVetted', message: 'The partner account has not completed vetting.' },
  '1000003': {
    refusal: 'NoPublisherIdOnAssociatedMPNAccount',
    message: 'The partner account has no publisher id.',
  },
  '1000004': {
    refusal: 'MPNIdDoesNotMatchAssociatedMPNAccount',
    message: 'The id is not the one of the partner account that is associated.',
  },
  '1000005': { refusal: 'MPNGlobalAccountNotFound', message: 'The id is of a location, not of a global account.' },
  '1000006': { refusal: 'EmailVerifiedTenantNotAllowed', message: 'The organization is verified by e-mail alone.' },
  '1000007': { refusal: 'B2CTenantNotAllowed', message: 'Publishers of a tenant for customers are not verified.' },
};

/** `POST …/setVerifiedPublisher` @throws GraphRefusal with one of the codes of troubleshoot-publisher-verification */
export function setVerifiedPublisher(call: GraphCall): SandboxAnswer {
  const application = publishedApplication(call);
  const { verifiedPublisherId } = bodyOf(call);
  if (typeof verifiedPublisherId !== 'string' || verifiedPublisherId === '') {
    throw refused('MPNIdWasNotProvided', 'A Partner One ID is required.');
  }
  if (!/^\d+$/.test(verifiedPublisherId)) throw refused('MPNAccountInvalid', 'The Partner One ID is not valid.');
  const account = PARTNER_ACCOUNTS[verifiedPublisherId];
  if (!account) {
    throw refused('MPNAccountNotFoundOrNoAccess', 'There is no such partner account, or you have no access to it.');
  }
  if (account.refusal !== null) throw refused(account.refusal, account.message);
  checkDomain(call.world, application);
  const addedDateTime = call.world.clock.now().toString({ smallestUnit: 'second' });
  const { displayName } = account;
  application.resource = {
    ...application.resource,
    verifiedPublisher: { displayName, verifiedPublisherId, addedDateTime },
  };
  return noContent();
}

export function unsetVerifiedPublisher(call: GraphCall): SandboxAnswer {
  const application = publishedApplication(call);
  const nobody = { displayName: null, verifiedPublisherId: null, addedDateTime: null };
  application.resource = { ...application.resource, verifiedPublisher: nobody };
  return noContent();
}

/** By object id alone, and for a person with the right role. */
function publishedApplication(call: GraphCall): Application {
  refusePersonalAccount(call);
  const isEntitled = call.caller?.roles.some((role) => PUBLISHER_MANAGERS.includes(role)) ?? false;
  if (!isEntitled) {
    throw refused('NotAuthorizedToVerifyPublisher', 'You are not authorized to set the verified publisher.', 403);
  }
  const { id, idProperty = 'id' } = call.parameters;
  const application = applicationsOf(call).find((each) => idProperty === 'id' && each.id === id);
  if (!application) throw refused('ApplicationNotFound', `The application object '${id ?? ''}' was not found.`, 404);
  return application;
}

function checkDomain(world: World, { resource, tenantId }: Application): void {
  const { publisherDomain } = resource;
  if (typeof publisherDomain !== 'string' || publisherDomain === '') {
    throw refused('NoPublisherDomainOnApplication', 'The application has no publisher domain.');
  }
  if (publisherDomain.endsWith('.onmicrosoft.com')) {
    throw refused('ApplicationObjectisInvalid', 'The publisher domain is not one of the organization’s own.');
  }
  // The partner's e-mail domain is that of the world's first organization.
  const [partner] = [...world.tenants.values()].filter(({ kind }) => kind === 'organization');
  if (partner && partner.id !== tenantId) {
    throw refused('PublisherDomainMismatch', 'The publisher domain does not match that of the partner account.');
  }
}

function refused(code: string, message: string, status = 400): GraphRefusal {
  return new GraphRefusal(status, code, message);
}
