import type { Order } from './order.ts';

export type ResendStep = { do: 'resend' } | { do: 'read-at'; at: number } | { do: 'nothing' };

/**
 * Whether the provider is asked now to send again, for an order that was just read and has no code
 * yet. Only where it says that it may be asked (`can_resend`), and not before its own time for it;
 * whether the order allows it is judged anew at each reading.
 *
 * @param dueAt when `resend-after` is over, epoch milliseconds
 */
export function nextResendStep({ resend }: Order, now: number, dueAt: number): ResendStep {
  if (now < dueAt) return { do: 'read-at', at: dueAt };
  const { allowed, availableAt } = resend;
  if (availableAt !== null && availableAt > now) return { do: 'read-at', at: availableAt };
  return allowed === true ? { do: 'resend' } : { do: 'nothing' };
}
