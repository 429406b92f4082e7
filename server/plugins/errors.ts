// Answers every failure in one shape: code, message, advice, field, request id.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorCodes } from 'fastify';
import type { App } from '../context.ts';
import { Refusal, type RefusalFacts } from '../refusal.ts';
import type { ErrorAnswer } from '../schemas/errors.ts';

export function answerErrors(app: App): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const facts = factsOf(error);
    if (facts.status >= 500) request.log.error({ err: error }, 'request failed');
    return sendRefusal(reply, request, facts);
  });
}

/** For answers outside of the error handler, such as an address that no route has. */
export function sendRefusal(reply: FastifyReply, request: FastifyRequest, facts: RefusalFacts): FastifyReply {
  const { status, ...rest } = facts;
  const body: ErrorAnswer = { error: { ...rest, requestId: request.id } };
  return reply.status(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function factsOf(error: FastifyError): RefusalFacts {
  if (error instanceof Refusal) return error.facts;
  if (error.validation) return invalidInput(error);
  const known = KNOWN_ERRORS[error.code];
  if (known) return known;
  const status = error.statusCode ?? 500;
  if (status === 429) return TOO_MANY_ATTEMPTS;
  if (status >= 400 && status < 500) return { status, code: 'request_invalid', message: error.message };
  return {
    status: 500,
    code: 'internal_error',
    message: 'The server failed. Nothing of this request was kept.',
    advice: 'Try again. If it fails again, give the administrator the request id.',
  };
}

const TOO_MANY_ATTEMPTS: RefusalFacts = {
  status: 429,
  code: 'too_many_attempts',
  message: 'Too many attempts.',
  advice: 'Wait a minute, then try again.',
};

const CSRF_INVALID: RefusalFacts = {
  status: 403,
  code: 'csrf_token_invalid',
  message: 'The request does not come from a page of this server.',
  advice: 'Reload the page and try again.',
};

const KNOWN_ERRORS: Record<string, RefusalFacts> = {
  [errorCodes.FST_ERR_CTP_BODY_TOO_LARGE().code]: {
    status: 413,
    code: 'body_too_large',
    message: 'The request is larger than 1 MiB.',
    advice: 'Shorten the text, or leave out pasted pictures.',
  },
  [errorCodes.FST_ERR_CTP_INVALID_JSON_BODY().code]: {
    status: 400,
    code: 'body_not_json',
    message: 'The body of the request is not valid JSON.',
  },
  [errorCodes.FST_ERR_CTP_EMPTY_JSON_BODY().code]: {
    status: 400,
    code: 'body_not_json',
    message: 'The body of the request is empty.',
  },
  [errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE().code]: {
    status: 415,
    code: 'body_not_json',
    message: 'The body of the request must be application/json.',
  },
  FST_CSRF_MISSING_SECRET: CSRF_INVALID,
  FST_CSRF_INVALID_TOKEN: CSRF_INVALID,
};

/** The first violation, with the field that it is about. */
function invalidInput(error: FastifyError): RefusalFacts {
  const [violation] = error.validation ?? [];
  const parameters = (violation?.params ?? {}) as { missingProperty?: string; additionalProperty?: string };
  const name = parameters.missingProperty ?? parameters.additionalProperty;
  const path = (violation?.instancePath ?? '').split('/').filter((part) => part !== '');
  const field = [...path, ...(name ? [name] : [])].join('/');
  const rule = parameters.missingProperty ? 'is missing' : (violation?.message ?? 'is not valid');
  const what = parameters.additionalProperty ? 'is not known' : rule;
  return {
    status: 400,
    code: 'input_invalid',
    message: `${field || 'The body'} ${what}.`,
    ...(field ? { field } : {}),
  };
}
