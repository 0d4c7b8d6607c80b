import type { Refusal } from '../core/refusal.ts';
import { jsonReply, type HttpReply } from '../http/message.ts';
import type { ErrorReply } from './error-reply.ts';
import { guideRefusal } from './guide/refusals.ts';
import { openapiRefusal } from './openapi/refusals.ts';
import type { Success } from './route.ts';
import type { Dialect } from './surface.ts';

/** `meta` and `details` are absent, not null, when there is nothing in them. */
export function successReply(success: Success): HttpReply {
  return jsonReply(200, { success: true, data: success.data, meta: success.meta });
}

export function errorReply(error: ErrorReply): HttpReply {
  const { code, message, details } = error;
  return jsonReply(
    error.status,
    { success: false, error: { code, message, details } },
    {
      ...error.headers,
      ...(error.retryAfterSeconds === undefined
        ? {}
        : { 'retry-after': String(error.retryAfterSeconds) }),
    },
  );
}

export function refusalReply(refusal: Refusal, dialect: Dialect): HttpReply {
  return errorReply(dialect === 'guide' ? guideRefusal(refusal) : openapiRefusal(refusal));
}
