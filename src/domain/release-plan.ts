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
  if (windowShut) {
    if (cancelAvailableAt > deadline) return { do: 'give-up', because: 'window' };
    return { do: 'wait', until: Math.min(cancelAvailableAt, now + LONGEST_NAP_MS) };
  }
  if (finish === true) return { do: 'finish' };
  return waitOr(now + recheckAfter(refusals), deadline, 'refused');
}

/** Pause after the n-th refusal: 1, 2, 4, 8 s and so on, as for every other back-off. */
export function recheckAfter(refusals: number): number {
  return refusals === 0 ? RECHECK_MS : Math.min(1_000 * 2 ** (refusals - 1), LONGEST_NAP_MS);
}

function waitOr(until: number, deadline: number, because: 'window' | 'refused'): ReleaseStep {
  return until > deadline ? { do: 'give-up', because } : { do: 'wait', until };
}
