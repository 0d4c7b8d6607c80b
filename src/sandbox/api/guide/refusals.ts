import type { Refusal } from '../../core/refusal.ts';
import type { ErrorReply } from '../error-reply.ts';
import { guideStatus, guideTime } from './views.ts';

/**
 * The guide lists five codes and only says which HTTP class goes with them. The exact statuses, and
 * the codes beyond those five, are not documented: they are the openapi dialect's, except where
 * another status shows that a client goes by the code.
 */
export function guideRefusal(refusal: Refusal): ErrorReply {
  switch (refusal.kind) {
    case 'unauthorized':
      return { status: 401, code: 'UNAUTHORIZED', message: 'Invalid or missing token' };
    case 'forbidden':
      return {
        status: 403,
        code: 'FORBIDDEN',
        message: 'The token lacks the necessary permissions',
      };
    case 'rate-limited':
      return {
        status: 429,
        code: 'RATE_LIMIT_EXCEEDED',
        message: 'Rate limit exceeded',
        retryAfterSeconds: refusal.retryAfterSeconds,
      };
    case 'cancel-cap':
      return {
        status: 429,
        code: 'RATE_LIMIT_EXCEEDED',
        message: 'Daily cancel limit reached',
        retryAfterSeconds: refusal.retryAfterSeconds,
      };
    case 'banned':
      return {
        status: 429,
        code: 'TEMP_BANNED_ABUSE_GUARD',
        message: 'Order creation is suspended after too many cancelled orders',
        details: {
          until: guideTime(refusal.until),
          tier: refusal.tier,
          retry_after_seconds: refusal.retryAfterSeconds,
        },
        retryAfterSeconds: refusal.retryAfterSeconds,
      };
    case 'low-balance':
      return { status: 402, code: 'INSUFFICIENT_BALANCE', message: 'Balance too low' };
    case 'no-offer':
      return { status: 409, code: 'PRODUCT_UNAVAILABLE', message: 'No stock' };
    case 'order-not-found':
      return { status: 404, code: 'ORDER_NOT_FOUND', message: 'Order not found' };
    case 'no-such-endpoint':
      return { status: 404, code: 'NOT_FOUND', message: 'No such endpoint' };
    case 'method-not-allowed':
      return {
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        message: 'Method not allowed',
        headers: { allow: refusal.allow.join(', ') },
      };
    case 'invalid':
      return {
        status: 400,
        code: 'INVALID_PARAMETERS',
        message: 'Malformed request',
        details: refusal.fields,
      };
    case 'wrong-state':
      return {
        status: 409,
        code: 'CONFLICT',
        message: `An order that is ${guideStatus(refusal.status)} cannot be ${refusal.wanted}`,
      };
    case 'cancel-too-early':
      return {
        status: 409,
        code: 'CANCEL_TOO_EARLY',
        message: 'The order cannot be cancelled yet',
        details: { cancel_available_at: guideTime(refusal.availableAt + 999) },
      };
    // Nothing in the guide dialect leads to these three; it has no resend and knows no key.
    case 'resend-too-early':
      return { status: 409, code: 'CONFLICT', message: 'Too early for another resend' };
    case 'key-reused':
      return { status: 409, code: 'CONFLICT', message: 'Idempotency key reused' };
    case 'key-in-progress':
      return { status: 409, code: 'CONFLICT', message: 'Request in progress' };
  }
}
