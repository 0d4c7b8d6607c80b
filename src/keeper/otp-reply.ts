import type { FailureKind } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import type { OrderStatus } from '../domain/order.ts';
import type { OtpAnswer } from '../domain/otp-desk.ts';
import { refusal, type Reply } from './reply.ts';

/** The order that a URL stands for. */
export type ServedLease = Pick<Lease, 'orderId' | 'phoneNumber'>;

/** An answer of the desk as HTTP. */
export function replyTo(
  answer: OtpAnswer,
  lease: ServedLease,
  asked: { timeoutMs: number; after: number | null },
): Reply {
  const { orderId } = lease;
  switch (answer.kind) {
    case 'code':
      return {
        status: 200,
        body: {
          order_id: orderId,
          phone_number: answer.phoneNumber || lease.phoneNumber,
          otp_code: answer.code,
          revision: answer.revision,
        },
      };
    case 'timed-out':
      return refusal(408, 'otp-timeout', tooLate(lease, asked));
    case 'closed':
      return refusal(410, answer.status, closed(orderId, answer.status));
    case 'failed':
      return refusal(STATUS[answer.failure.kind], answer.failure.kind, answer.failure.describe());
  }
}

function tooLate(
  { orderId, phoneNumber }: ServedLease,
  { timeoutMs, after }: { timeoutMs: number; after: number | null },
): string {
  const sms = after === null ? 'No SMS' : `No SMS after revision ${String(after)}`;
  return `${sms} came to order ${orderId} within ${String(timeoutMs / 1_000)} s. Check that your app sent one to ${phoneNumber || 'its number'}; if it takes longer, ask again, or with a longer "?timeout=".`;
}

function closed(orderId: string, status: OrderStatus): string {
  switch (status) {
    case 'expired':
      return `Order ${orderId} has expired: no SMS can come to it any more. Send the SMS sooner after renting, or rent a new number.`;
    case 'cancelled':
      return `Order ${orderId} is cancelled: no SMS can come to it any more. Rent a new number; if no step of yours cancelled it, the provider did.`;
    case 'completed':
    case 'otp-received':
    case 'waiting':
      return `Order ${orderId} is finished: no other SMS can come to it. Rent a new number.`;
  }
}

/** Whose fault it is: what came (422), the question (400), or who is behind us (502, 503). */
const STATUS: Record<FailureKind, number> = {
  'otp-timeout': 408,
  expired: 410,
  cancelled: 410,
  'not-found': 410,
  'sms-without-code': 422,
  'wrong-domain': 422,
  'invalid-input': 400,
  interrupted: 503,
  'rate-limited': 503,
  leaked: 502,
  unauthorized: 502,
  forbidden: 502,
  banned: 502,
  'low-balance': 502,
  'no-stock': 502,
  'price-too-high': 502,
  'provider-outage': 502,
  network: 502,
  protocol: 502,
  'command-failed': 502,
};
