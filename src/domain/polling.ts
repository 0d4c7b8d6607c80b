import type { Order, Sms } from './order.ts';

/** Below this the provider's terms call polling excessive. */
export const MINIMUM_POLL_INTERVAL_MS = 3_000;

/** How long after `expires_at` the provider is given to say how the order ended. */
export const EXPIRY_GRACE_MS = 1_000;

export interface PollingPlan {
  /** Epoch milliseconds at which the last read is made. */
  deadline: number;
  intervalMs: number;
}

export type PollingDecision =
  | { kind: 'poll-again'; at: number }
  | { kind: 'received'; sms: Sms; code: string }
  | { kind: 'ended'; as: 'otp-timeout' | 'sms-without-code' | 'expired' | 'cancelled' };

/**
 * What follows from one reading of an order at `now`. A terminal state ends the wait at once; a
 * reading made at or after the deadline is the last one, so a time-out is only ever said after it.
 */
export function decidePolling(order: Order, now: number, plan: PollingPlan): PollingDecision {
  const { state } = order;
  switch (state.status) {
    case 'waiting':
      return now >= plan.deadline
        ? { kind: 'ended', as: 'otp-timeout' }
        : { kind: 'poll-again', at: Math.min(now + plan.intervalMs, plan.deadline) };
    case 'otp-received':
      return fromSms(state.sms);
    case 'completed':
      return state.sms === null ? { kind: 'ended', as: 'sms-without-code' } : fromSms(state.sms);
    case 'cancelled':
      return { kind: 'ended', as: 'cancelled' };
    case 'expired':
      return { kind: 'ended', as: 'expired' };
  }
}

function fromSms(sms: Sms): PollingDecision {
  return sms.code === null
    ? { kind: 'ended', as: 'sms-without-code' }
    : { kind: 'received', sms, code: sms.code };
}

/**
 * When to stop waiting: after `timeoutMs`, or a moment after the order's own expiry if that comes
 * first, for nothing can arrive later.
 */
export function pollingDeadline(
  start: number,
  timeoutMs: number,
  expiresAt: number | null,
): { deadline: number; shortened: boolean } {
  const wished = start + timeoutMs;
  const possible = expiresAt === null ? wished : Math.max(start, expiresAt + EXPIRY_GRACE_MS);
  return possible < wished
    ? { deadline: possible, shortened: true }
    : { deadline: wished, shortened: false };
}

/**
 * The interval to begin with. One request reads all orders where `oneRequestForAll`; otherwise each
 * order costs one. The interval grows until `parallelJobs` jobs that do the same stay inside the
 * token's budget, of which a tenth is left for renting and giving back.
 */
export function pollingInterval(wish: {
  intervalMs: number;
  orders: number;
  oneRequestForAll: boolean;
  requestsPerMinute: number;
  parallelJobs: number;
}): number {
  const requests = (wish.oneRequestForAll ? 1 : wish.orders) * wish.parallelJobs;
  const affordable = (requests * 60_000) / (wish.requestsPerMinute * 0.9);
  return Math.max(MINIMUM_POLL_INTERVAL_MS, wish.intervalMs, Math.ceil(affordable));
}

/** Longest pause between two reads, so that even a crowded token shows a code within it. */
const LONGEST_INTERVAL_MS = 30_000;

/** Being told "too many requests" doubles the interval; each quiet read takes a second off again. */
export function nextInterval(currentMs: number, baseMs: number, rateLimited: boolean): number {
  return rateLimited
    ? Math.max(baseMs, Math.min(currentMs * 2, LONGEST_INTERVAL_MS))
    : Math.max(baseMs, currentMs - 1_000);
}
