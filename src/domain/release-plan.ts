import type { Failure, FailureKind } from './failure.ts';
import { mayBeUnknownYet, type Lease } from './lease.ts';
import { smsArrived, type Dialect, type Order } from './order.ts';

/** How long to wait before an order is read again whose state allows nothing yet. */
const RECHECK_MS = 3_000;

/** While a cancel window is shut the order is still read this often: no clock is believed blindly. */
const LONGEST_NAP_MS = 30_000;

export type ReleaseStep =
  | { do: 'finish' }
  | { do: 'cancel' }
  /** Nothing left to do: it is closed, or (guide) paid and without an endpoint to finish it. */
  | { do: 'nothing'; because: 'closed' | 'paid' }
  | { do: 'wait'; until: number }
  | { do: 'give-up'; because: 'window' | 'refused' };

/**
 * What gives this order back now. The server's own `can_finish` and `can_cancel` come before our
 * guess; where it says nothing, an order with an SMS is finished and one without is cancelled.
 *
 * @param refusals how often a cancel or finish of this order was already refused
 */
export function nextReleaseStep(
  order: Order,
  dialect: Dialect,
  now: number,
  deadline: number,
  refusals: number,
): ReleaseStep {
  const { status } = order.state;
  switch (status) {
    case 'completed':
    case 'cancelled':
    case 'expired':
      return { do: 'nothing', because: 'closed' };
    case 'waiting':
    case 'otp-received':
      return smsArrived(order)
        ? finishing(order, dialect, now, deadline, refusals)
        : cancelling(order, now, deadline, refusals);
  }
}

function finishing(
  order: Order,
  dialect: Dialect,
  now: number,
  deadline: number,
  refusals: number,
): ReleaseStep {
  if (dialect === 'guide') return { do: 'nothing', because: 'paid' };
  const { finish, cancel } = order.permissions;
  if (finish === true || (finish === null && cancel !== true)) return { do: 'finish' };
  if (cancel === true) return { do: 'cancel' };
  return waitOr(now + recheckAfter(refusals), deadline, 'refused');
}

function cancelling(order: Order, now: number, deadline: number, refusals: number): ReleaseStep {
  const { finish, cancel, cancelAvailableAt } = order.permissions;
  const windowShut = cancelAvailableAt !== null && cancelAvailableAt > now;
  if (cancel === true || (cancel === null && !windowShut)) return { do: 'cancel' };
  // That it may be finished and not cancelled says that an SMS came which nobody could read: it is
  // paid, and no window opens any more.
  if (finish === true && cancel === false) return { do: 'finish' };
  if (windowShut) {
    if (cancelAvailableAt > deadline) return { do: 'give-up', because: 'window' };
    return { do: 'wait', until: Math.min(cancelAvailableAt, now + LONGEST_NAP_MS) };
  }
  return waitOr(now + recheckAfter(refusals), deadline, 'refused');
}

/** Why a request to read or close an order did not succeed. */
export type RefusalReason =
  /** Not in a state that allows this: an SMS or somebody else came between. */
  | 'conflict'
  /** Its cancel window has not opened. */
  | 'too-early'
  /** Too many requests; on a cancel it can be the daily cancel cap. */
  | 'too-many'
  /** The provider's own supplier failed: the order stays open, and trying again is safe. */
  | 'supplier'
  | 'unknown-order'
  /** No believable answer, or one of another kind: only reading the order tells. */
  | 'unclear'
  /** Wrong token, no permission, stopped: no repetition cures it. */
  | 'final';

export type AfterRefusal = { do: 'read-again' } | { do: 'wait'; until: number } | { do: 'give-up' };

/** How often "no such order" is doubted of any order, however long ago it was rented and by whom. */
const DOUBTS = 3;

export interface Refusal {
  /** Reads have been repeated already by the provider's client; closing calls only after a 429. */
  asked: 'read' | 'close';
  why: RefusalReason;
  /** When the provider wants to be asked again, null where it did not say. */
  retryAt: number | null;
}

/** What a failure means where the provider's own code says no more. */
export function reasonOf({ kind }: Failure): RefusalReason {
  if (FINAL.includes(kind)) return 'final';
  if (kind === 'not-found') return 'unknown-order';
  return kind === 'rate-limited' ? 'too-many' : 'unclear';
}

const FINAL: readonly FailureKind[] = ['interrupted', 'unauthorized', 'forbidden', 'invalid-input'];

/**
 * What follows when reading or closing an order was refused.
 *
 * @param before refusals and pauses of this order so far, this one not counted
 */
export function nextAfterRefusal(
  refusal: Refusal,
  before: { refusals: number; pauses: number },
  lease: Pick<Lease, 'rentedAt'>,
  now: number,
  deadline: number,
): AfterRefusal {
  const later = (): AfterRefusal => {
    const until = Math.max(now, refusal.retryAt ?? now + recheckAfter(before.pauses + 1));
    return until > deadline ? { do: 'give-up' } : { do: 'wait', until };
  };
  const first = before.refusals === 0 && refusal.asked === 'close' && refusal.retryAt === null;
  switch (refusal.why) {
    case 'final':
      return { do: 'give-up' };
    case 'unknown-order':
      // That it cannot be closed, though it could be read just now, is for the next reading to judge.
      if (refusal.asked === 'close') return first ? { do: 'read-again' } : later();
      if (mayBeUnknownYet(lease, now)) return later();
      // One machine of the server may be behind the others.
      return before.refusals < DOUBTS ? later() : { do: 'give-up' };
    // The reading tells what came between, or when the window opens.
    case 'conflict':
    case 'too-early':
    case 'unclear':
      return first ? { do: 'read-again' } : later();
    case 'too-many':
    case 'supplier':
      return later();
  }
}

/** Pause after the n-th refusal: 1, 2, 4, 8 s and so on, as for every other back-off. */
export function recheckAfter(refusals: number): number {
  return refusals === 0 ? RECHECK_MS : Math.min(1_000 * 2 ** (refusals - 1), LONGEST_NAP_MS);
}

/**
 * The order with its cancel window by our clock. Where the provider's runs ahead of ours, a window
 * looks further off than it is; how far it is from the order's creation holds on either clock.
 */
export function byOurClock(order: Order, { rentedAt }: Pick<Lease, 'rentedAt'>): Order {
  const { createdAt, permissions } = order;
  const at = permissions.cancelAvailableAt;
  if (rentedAt === null || createdAt === null || at === null) return order;
  const cancelAvailableAt = Math.min(at, rentedAt + Math.max(0, at - createdAt));
  return { ...order, permissions: { ...permissions, cancelAvailableAt } };
}

function waitOr(until: number, deadline: number, because: 'window' | 'refused'): ReleaseStep {
  return until > deadline ? { do: 'give-up', because } : { do: 'wait', until };
}
