import type { Refusal } from '../../core/refusal.ts';
import type { ErrorReply } from '../error-reply.ts';
import { openapiStatus, openapiTime } from './views.ts';

export function openapiRefusal(refusal: Refusal): ErrorReply {
  switch (refusal.kind) {
    case 'unauthorized':
      return { status: 401, code: 'UNAUTHORIZED', message: 'Invalid or missing API token.' };
    case 'forbidden':
      return { status: 403, code: 'FORBIDDEN', message: 'This token may not do that.' };
    case 'rate-limited':
      return {
        status: 429,
        code: 'RATE_LIMIT_EXCEEDED',
        message: 'Too many requests.',
        retryAfterSeconds: refusal.retryAfterSeconds,
      };
    case 'cancel-cap':
      return {
        status: 429,
        code: 'RATE_LIMIT_EXCEEDED',
        message: 'Daily cancel limit reached.',
        retryAfterSeconds: refusal.retryAfterSeconds,
      };
    case 'banned':
      return {
        status: 429,
        code: 'TEMP_BANNED_ABUSE_GUARD',
        message: 'Order creation is temporarily suspended for this account.',
        details: {
          until: openapiTime(refusal.until),
          tier: refusal.tier,
          retry_after_seconds: refusal.retryAfterSeconds,
        },
        retryAfterSeconds: refusal.retryAfterSeconds,
      };
    case 'low-balance':
      return {
        status: 409,
        code: 'INSUFFICIENT_BALANCE',
        message: 'Insufficient balance.',
        details: { balance: refusal.balance, required: refusal.price },
      };
    case 'no-offer':
      return { status: 422, code: 'NO_OFFER_AVAILABLE', message: 'No offer matches this order.' };
    case 'order-not-found':
      return { status: 404, code: 'NOT_FOUND', message: 'Order not found.' };
    case 'no-such-endpoint':
      return { status: 404, code: 'NOT_FOUND', message: 'Endpoint not found.' };
    // Not documented.
    case 'method-not-allowed':
      return {
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        message: 'Method not allowed.',
        headers: { allow: refusal.allow.join(', ') },
      };
    case 'invalid':
      return {
        status: 422,
        code: 'VALIDATION_ERROR',
        message: 'Invalid request.',
        details: refusal.fields,
      };
    case 'wrong-state':
      return {
        status: 409,
        code: 'CONFLICT',
        message: `An order that is ${openapiStatus(refusal.status)} cannot be ${refusal.wanted}.`,
        details: { status: openapiStatus(refusal.status) },
      };
    case 'cancel-too-early':
      return {
        status: 409,
        code: 'CANCEL_TOO_EARLY',
        message: 'This order cannot be cancelled yet.',
        details: { cancel_available_at: openapiTime(refusal.availableAt) },
      };
    case 'resend-too-early':
      return {
        status: 409,
        code: 'CONFLICT',
        message: 'Another SMS cannot be asked for yet.',
        details: { resend_available_at: openapiTime(refusal.availableAt) },
      };
    case 'key-reused':
      return {
        status: 422,
        code: 'IDEMPOTENCY_KEY_REUSED',
        message: 'This idempotency key was used with another request.',
      };
    case 'key-in-progress':
      return {
        status: 409,
        code: 'REQUEST_IN_PROGRESS',
        message: 'The first request with this idempotency key is still being processed.',
      };
  }
}
