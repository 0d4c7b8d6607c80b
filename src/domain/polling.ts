import type { Order, OrderState, Sms } from './order.ts';
import { readCode, type CodeReading, type CodeRules } from './otp/read-code.ts';

/** Below this the provider's terms call polling excessive. */
export const MINIMUM_POLL_INTERVAL_MS = 3_000;

/** How long after `expires_at` the provider is given to say how the order ended. */
export const EXPIRY_GRACE_MS = 1_000;

export interface PollingPlan {
  /** Epoch milliseconds at which the last read is made. */
  deadline: number;
  intervalMs: number;
  /** Only an SMS of a later revision counts; null: any. */
  after: number | null;
  rules: CodeRules;
}

/** Why a wait ended without a code. */
export type NoCode =
  | { as: 'otp-timeout' | 'expired' | 'cancelled' }
  /** Finished before a later SMS came. */
  | { as: 'finished' }
  | { as: 'sms-without-code'; why: NoCodeReason }
  /** `host` is what its origin-bound line names, null where it has none. */
  | { as: 'wrong-domain'; host: string | null };

export type NoCodeReason = Extract<CodeReading, { kind: 'none' }>['why'];

export type PollingDecision =
  | { kind: 'poll-again'; at: number }
  | { kind: 'received'; sms: Sms; code: string }
  | { kind: 'ended'; because: NoCode };

/**
 * What follows from one reading of an order at `now`. A terminal state ends the wait at once; a
 * reading made at or after the deadline is the last one, so a time-out is only ever said after it.
 */
export function decidePolling(order: Order, now: number, plan: PollingPlan): PollingDecision {
  const { state } = order;
  switch (state.status) {
    case 'waiting':
      return pollAgain(now, plan);
    case 'otp-received':
      return isLater(state.sms, plan.after) ? read(state.sms, order, plan) : pollAgain(now, plan);
    case 'completed':
      return whenCompleted(state, order, plan);
    case 'cancelled':
      return { kind: 'ended', because: { as: 'cancelled' } };
    case 'expired':
      return { kind: 'ended', because: { as: 'expired' } };
  }
}

function pollAgain(now: number, { deadline, intervalMs }: PollingPlan): PollingDecision {
  return now >= deadline
    ? { kind: 'ended', because: { as: 'otp-timeout' } }
    : { kind: 'poll-again', at: Math.min(now + intervalMs, deadline) };
}

/** An SMS that nobody numbered cannot be told from the one before it. */
function isLater({ revision }: Sms, after: number | null): boolean {
  return after === null || (revision !== null && revision > after);
}

function whenCompleted(
  { sms }: Extract<OrderState, { status: 'completed' }>,
  order: Order,
  plan: PollingPlan,
): PollingDecision {
  if (sms !== null && isLater(sms, plan.after)) return read(sms, order, plan);
  return {
    kind: 'ended',
    because: plan.after === null ? { as: 'sms-without-code', why: 'no-text' } : { as: 'finished' },
  };
}

function read(sms: Sms, { phoneNumber }: Order, { rules }: PollingPlan): PollingDecision {
  const reading = readCode(sms, rules, phoneNumber);
  switch (reading.kind) {
    case 'code':
      return { kind: 'received', sms, code: reading.code };
    case 'none':
      return { kind: 'ended', because: { as: 'sms-without-code', why: reading.why } };
    case 'wrong-domain':
      return { kind: 'ended', because: { as: 'wrong-domain', host: reading.host } };
  }
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
  /** Whether nudges bring reads forward: then polls, three times slower, catch only what they miss. */
  nudged: boolean;
}): number {
  const requests = (wish.oneRequestForAll ? 1 : wish.orders) * wish.parallelJobs;
  const affordable = (requests * 60_000) / (wish.requestsPerMinute * 0.9);
  const slower = wish.nudged ? Math.min(wish.intervalMs * 3, LONGEST_INTERVAL_MS) : 0;
  return Math.max(MINIMUM_POLL_INTERVAL_MS, wish.intervalMs, slower, Math.ceil(affordable));
}

/** Longest pause between two reads, so that even a crowded token shows a code within it. */
const LONGEST_INTERVAL_MS = 30_000;

/** Being told "too many requests" doubles the interval; each quiet read takes a second off again. */
export function nextInterval(currentMs: number, baseMs: number, rateLimited: boolean): number {
  return rateLimited
    ? Math.max(baseMs, Math.min(currentMs * 2, LONGEST_INTERVAL_MS))
    : Math.max(baseMs, currentMs - 1_000);
}
