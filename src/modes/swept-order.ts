import { Failure } from '../domain/failure.ts';
import type { ClosedHow } from '../domain/journal.ts';
import type { Lease } from '../domain/lease.ts';
import { windowIsOver } from '../domain/sweep-plan.ts';
import type { Released } from './give-back.ts';
import { notReleased } from './not-released.ts';
import type { Ports } from './ports.ts';

/** What became of an order that a sweep found. */
export type Swept =
  { lease: Lease; how: ClosedHow } | { lease: Lease; how: null; failure: Failure };

/**
 * An order that stands in a ledger or in the provider's own list exists: not to be found is red,
 * but only while it could still be open.
 */
export function sweptOrder(entry: Released, ports: Ports): Swept {
  if (entry.how !== null || entry.failure.kind !== 'not-found') return entry;
  const { lease, failure } = entry;
  if (windowIsOver(lease, ports.clock.now())) {
    ports.reporter.info(
      `The provider does not know order ${lease.orderId} any more, and its time is over: nothing of it is open.`,
    );
    lease.status = 'expired';
    return { lease, how: 'already-closed' };
  }
  const reason =
    "it was rented, and now the provider does not know it. Look for it among the account's newest orders";
  const red = notReleased(lease, entry.order, reason, ports);
  return {
    lease,
    how: null,
    failure: new Failure(red.kind, red.message, { ...failure.context, ...red.context }),
  };
}
