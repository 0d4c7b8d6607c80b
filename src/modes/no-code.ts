import { Failure } from '../domain/failure.ts';
import type { Order } from '../domain/order.ts';

/** Why a wait ended without a code, and what to do about it. */
export function explainNoCode(
  as: 'otp-timeout' | 'sms-without-code' | 'expired' | 'cancelled',
  order: Order,
  waitedMs: number,
): Failure {
  const context = { orderId: order.id };
  switch (as) {
    case 'otp-timeout':
      return new Failure(
        as,
        `No SMS came to order ${order.id} within ${String(Math.round(waitedMs / 1000))} s. Check that your app sent one to ${order.phoneNumber ?? 'the number'}; if it did, raise "timeout" or try another "country".`,
        context,
      );
    case 'sms-without-code':
      return new Failure(as, withoutCode(order), context);
    case 'expired':
      return new Failure(
        as,
        `Order ${order.id} expired before an SMS came, and was refunded. Send the SMS sooner after renting, or rent a new number.`,
        context,
      );
    case 'cancelled':
      return new Failure(
        as,
        `Order ${order.id} was cancelled before a code came. Rent a new number; if no step of yours cancelled it, the provider did.`,
        context,
      );
  }
}

function withoutCode(order: Order): string {
  const { state } = order;
  const sms = state.status === 'otp-received' || state.status === 'completed' ? state.sms : null;
  const message = sms?.message ?? '';
  if (message !== '') {
    return `An SMS came to order ${order.id}, but the provider found no code in it. Its shape: "${shapeOf(message)}". Check what your app sends.`;
  }
  return `Order ${order.id} has received its SMS or was finished, but the provider shows no code and no text. Rent a new number.`;
}

/** A text's form without its content: letters to `x`, digits to `0`. */
function shapeOf(message: string): string {
  return message.replace(/\p{L}/gu, 'x').replace(/\p{N}/gu, '0').slice(0, 160);
}
