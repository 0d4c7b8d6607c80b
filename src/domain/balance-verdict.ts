import type { ClosedHow } from './journal.ts';
import type { Lease } from './lease.ts';
import { smsArrived, type Order } from './order.ts';

/** An order of this job with what became of its money, as far as the job knows. */
export interface Booking {
  lease: Lease;
  /**
   * `refunded`: closed without an SMS by somebody else. `unknown`: closing it failed in the end, and
   * the server may have done it all the same.
   */
  closed: { how: ClosedHow | 'refunded' | 'unknown'; at: number } | null;
}

/**
 * What this job itself has moved on the account since a moment, whole IDR: its purchases are
 * negative, its refunds positive. Null where that cannot be told: a price is not known, or an order
 * may have refunded itself unseen.
 */
export function movedSince(
  moment: number,
  bookings: readonly Booking[],
  now: number,
): number | null {
  let sum = 0;
  for (const booking of bookings) {
    const moved = movedBy(booking, moment, now);
    if (moved === null) return null;
    sum += moved;
  }
  return sum;
}

function movedBy({ lease, closed }: Booking, moment: number, now: number): number | null {
  const { rentedAt, price, expiresAt } = lease;
  if (rentedAt === null) return null;
  const bought = rentedAt > moment;
  const refund = refunded(closed, expiresAt, now);
  if (refund === null) return null;
  const given = refund && closed !== null && closed.at >= moment;
  if (!bought && !given) return 0;
  return price === null ? null : (given ? price : 0) - (bought ? price : 0);
}

function refunded(
  closed: Booking['closed'],
  expiresAt: number | null,
  now: number,
): boolean | null {
  if (closed === null) return expiresAt === null || expiresAt <= now ? null : false;
  switch (closed.how) {
    case 'cancelled':
    case 'refunded':
      return true;
    case 'finished':
    case 'paid':
      return false;
    case 'already-closed':
    case 'unknown':
      return null;
  }
}

/** An order whose giving back has just ended; see `Released`. */
export type Settled = { lease: Lease; how: ClosedHow; order: Order } | { lease: Lease; how: null };

/** The bookings after orders were given back. What somebody else closed is refunded or paid. */
export function withSettled(
  bookings: readonly Booking[],
  settled: readonly Settled[],
  now: number,
): Booking[] {
  const after = new Map(bookings.map((booking) => [booking.lease.orderId, booking]));
  for (const entry of settled) {
    const { lease } = entry;
    after.set(lease.orderId, { lease, closed: closedBy(entry, now) });
  }
  return [...after.values()];
}

function closedBy(entry: Settled, at: number): Booking['closed'] {
  if (entry.how === null) return { how: 'unknown', at };
  if (entry.how !== 'already-closed') return { how: entry.how, at };
  return { how: smsArrived(entry.order) ? 'paid' : 'refunded', at };
}

export type BalanceVerdict =
  | { was: 'not-bought'; after: number }
  | { was: 'fallen'; before: number; after: number }
  | { was: 'not-comparable' };

/**
 * Whether money left the account for a purchase without an answer. A balance that stands proves
 * only then that nothing was bought, when nobody else moves it: a sibling's refund could hide it.
 *
 * @param before whole IDR before the purchase; null where it is not known
 * @param moved see {@link movedSince}
 * @param after whole IDR now; null where it could not be read
 * @param alone whether this job alone uses the token
 */
export function judgeBalance(
  before: number | null,
  moved: number | null,
  after: number | null,
  alone: boolean,
): BalanceVerdict {
  if (before === null || moved === null || after === null) return { was: 'not-comparable' };
  const expected = before + moved;
  if (after < expected) return { was: 'fallen', before: expected, after };
  return after === expected && alone ? { was: 'not-bought', after } : { was: 'not-comparable' };
}
