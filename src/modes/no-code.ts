import { Failure } from '../domain/failure.ts';
import { shownSms, type Order } from '../domain/order.ts';
import type { NoCode, NoCodeReason } from '../domain/polling.ts';

/** What the wait was like, for the words about its end. */
export interface WaitFacts {
  waitedMs: number;
  /** Only an SMS of a later revision was sought; null: any. */
  after: number | null;
}

/** Why a wait ended without a code, and what to do about it. */
export function explainNoCode(because: NoCode, order: Order, wait: WaitFacts): Failure {
  const context = { orderId: order.id };
  switch (because.as) {
    case 'otp-timeout':
      return new Failure('otp-timeout', timedOut(order, wait), context);
    case 'finished':
      return new Failure(
        'otp-timeout',
        `Order ${order.id} was finished before an SMS later than revision ${String(wait.after)} came. Ask for the second code before the order is finished or released.`,
        context,
      );
    case 'sms-without-code':
      return new Failure('sms-without-code', withoutCode(order, because.why), context);
    case 'wrong-domain':
      return new Failure('wrong-domain', wrongDomain(order, because.host), context);
    case 'expired':
      return new Failure(
        'expired',
        `Order ${order.id} expired before an SMS came, and was refunded. Send the SMS sooner after renting, or rent a new number.`,
        context,
      );
    case 'cancelled':
      return new Failure(
        'cancelled',
        `Order ${order.id} was cancelled before a code came. Rent a new number; if no step of yours cancelled it, the provider did.`,
        context,
      );
  }
}

function timedOut({ id, phoneNumber }: Order, { waitedMs, after }: WaitFacts): string {
  const time = `${String(Math.round(waitedMs / 1000))} s`;
  const to = phoneNumber ?? 'the number';
  return after === null
    ? `No SMS came to order ${id} within ${time}. Check that your app sent one to ${to}; if it did, raise "timeout" or try another "country".`
    : `No SMS later than revision ${String(after)} came to order ${id} within ${time}. Check that your app sent another one to ${to}; if it did, raise "timeout", or set "resend-after".`;
}

function withoutCode(order: Order, why: NoCodeReason): string {
  const message = shownSms(order)?.message ?? '';
  if (message === '') {
    return `Order ${order.id} has received its SMS or was finished, but the provider shows no code and no text. Rent a new number.`;
  }
  return `An SMS came to order ${order.id}, but ${FOUND_NONE[why]}. Its shape: "${shapeOf(message)}". ${ADVICE[why]}`;
}

const FOUND_NONE: Record<NoCodeReason, string> = {
  'no-text': 'no code was found in it',
  'nothing-like-a-code': 'nothing in it is surely a code',
  pattern: '"otp-pattern" does not match it',
  'pattern-gave-up': '"otp-pattern" took too long on it and was given up',
};

const ADVICE: Record<NoCodeReason, string> = {
  'no-text': 'Check what your app sends.',
  'nothing-like-a-code': 'Check what your app sends, or set "otp-pattern".',
  pattern: 'Check what your app sends, and the pattern.',
  'pattern-gave-up': 'Write the pattern without nested repetitions, as in "code: ([0-9]{6})".',
};

function wrongDomain(order: Order, host: string | null): string {
  const names =
    host === null ? 'has no line "@host #code"' : `names "${printable(host)}" in its last line`;
  return `The SMS of order ${order.id} ${names}, not the host of "expect-domain". Its code is not used. Check what your app sends.`;
}

/** A host that somebody sent: no more than a host can hold. */
function printable(host: string): string {
  return host.replace(/[^\p{L}\p{N}.:-]/gu, '?').slice(0, 100);
}

/** A text's form without its content: letters to `x`, digits to `0`. */
function shapeOf(message: string): string {
  return message.replace(/\p{L}/gu, 'x').replace(/\p{N}/gu, '0').slice(0, 160);
}
