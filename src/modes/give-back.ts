import { Failure, type FailureKind } from '../domain/failure.ts';
import type { ClosedHow } from '../domain/journal.ts';
import type { Lease } from '../domain/lease.ts';
import { smsArrived, type Order } from '../domain/order.ts';
import type { CallLimits, ClosingReply } from '../domain/provider.ts';
import {
  byOurClock,
  nextAfterRefusal,
  nextReleaseStep,
  reasonOf,
  type Refusal,
} from '../domain/release-plan.ts';
import { gaveUpFor, notReleased, reasonWhy, refusedFor } from './not-released.ts';
import type { Ports } from './ports.ts';
import { asFailure, gatheringReader, type ReadOrder } from './read-orders.ts';

/** How giving one order back ended. */
export type Released =
  | { lease: Lease; how: ClosedHow; order: Order }
  /** `not-found`, where the provider does not know the order; else `leaked`. */
  | {
      lease: Lease;
      how: null;
      failure: Failure;
      order: Order | null;
      /** What the provider answered to the last request to close it, if it refused one. */
      refusedAs?: FailureKind;
    };

/** Gives all orders back side by side; the provider's client keeps the requests within bounds. */
export function releaseOrders(
  leases: readonly Lease[],
  given: CallLimits,
  ports: Ports,
): Promise<Released[]> {
  const { provider } = ports;
  const limits = { ...given, urgent: true };
  const read: ReadOrder =
    leases.length > 1 ? gatheringReader(ports) : (id, most) => provider.order(id, most);
  return Promise.all(
    leases.map((lease) =>
      releaseOrder(lease, read, limits, ports).catch((error: unknown): Released => {
        const failure = notReleased(lease, null, reasonWhy(error), ports);
        return { lease, how: null, failure, order: null };
      }),
    ),
  );
}

type Refused = Refusal & { failure: Failure };

/** Reads the order and does what the plan says, until nothing is left to do or no time is left. */
async function releaseOrder(
  lease: Lease,
  read: ReadOrder,
  limits: CallLimits,
  ports: Ports,
): Promise<Released> {
  const { provider, clock } = ports;
  const tried = { refusals: 0, pauses: 0, byItself: false, said: null as Said };
  let order: Order | null = null;
  let lastRefusal: string | null = null;
  let refusedAs: FailureKind | null = null;
  for (;;) {
    const reader: ReadOrder = tried.byItself ? (id, most) => provider.order(id, most) : read;
    const seen = await reader(lease.orderId, limits).catch(asFailure);
    if (!(seen instanceof Failure)) order = seen;
    const end = seen instanceof Failure ? unread(seen) : await act(seen);
    if (end !== null && 'lease' in end) return end;
    if (end === null) continue;
    lastRefusal = refusedFor(end.failure, end.why);
    if (end.asked === 'close') refusedAs = end.failure.kind;
    const next = nextAfterRefusal(end, tried, lease, clock.now(), limits.deadline);
    tried.refusals += 1;
    if (next.do === 'give-up') return givenUp(end.failure, lastRefusal);
    if (next.do === 'read-again') continue;
    tried.pauses += 1;
    if (!(await pause(next.until))) return leaked(STOPPED);
  }

  /** Null to read again; a refusal; or the end. */
  async function act(now: Order): Promise<Released | Refused | null> {
    lease.status = now.state.status;
    const step = nextReleaseStep(
      byOurClock(now, lease),
      provider.dialect,
      clock.now(),
      limits.deadline,
      tried.refusals,
    );
    switch (step.do) {
      case 'nothing':
        return closed(
          lease,
          now,
          step.because === 'paid' ? 'paid' : byWhom(now, tried.said),
          ports,
        );
      case 'give-up':
        // The list does not say when the order was created, so its window may look too far off.
        if (step.because === 'window' && now.createdAt === null && !tried.byItself) {
          tried.byItself = true;
          return null;
        }
        return leaked(gaveUpFor(step, now, lastRefusal));
      case 'wait':
        return (await pause(step.until)) ? null : leaked(STOPPED);
      case 'cancel':
      case 'finish': {
        const reply = await closeBy(step.do, lease.orderId, limits, ports);
        if (reply.outcome === 'refused') return { asked: 'close', ...reply };
        if (reply.confirmed) return closed(lease, now, PAST[step.do], ports);
        tried.said = PAST[step.do];
        return { asked: 'close', why: 'unclear', retryAt: null, failure: unconfirmed(step.do) };
      }
    }
  }

  /** A pause ends at once when the step is stopped: nothing is waited for any more. */
  async function pause(until: number): Promise<boolean> {
    await clock.sleep(Math.max(0, until - clock.now()), ports.stop);
    return !ports.stop.aborted;
  }

  function givenUp(failure: Failure, reason: string): Released {
    return failure.kind === 'not-found' ? { lease, how: null, failure, order } : leaked(reason);
  }

  function leaked(reason: string): Released {
    const failure = notReleased(lease, order, reason, ports);
    return { lease, how: null, failure, order, ...(refusedAs === null ? {} : { refusedAs }) };
  }
}

const STOPPED = 'the step was stopped before the order could be given back';

/** What an answer said was done, without naming the order's state. */
type Said = 'cancelled' | 'finished' | null;

/** Whether the closed state that was read is what our own call was said to have done. */
function byWhom({ state }: Order, said: Said): ClosedHow {
  const matches =
    (said === 'cancelled' && state.status === 'cancelled') ||
    (said === 'finished' && state.status === 'completed');
  return said !== null && matches ? said : 'already-closed';
}

const PAST = { cancel: 'cancelled', finish: 'finished' } as const;

/** It says success and no more; whether the order is closed is for the next reading to tell. */
function unconfirmed(how: 'cancel' | 'finish'): Failure {
  return new Failure(
    'protocol',
    `The provider says that it could ${how} the order, yet the order is still open.`,
  );
}

function unread(failure: Failure): Refused {
  return { asked: 'read', why: reasonOf(failure), retryAt: null, failure };
}

async function closeBy(
  how: 'cancel' | 'finish',
  orderId: string,
  limits: CallLimits,
  { provider }: Ports,
): Promise<ClosingReply> {
  return how === 'finish' && provider.finish !== null
    ? provider.finish(orderId, limits)
    : provider.cancel(orderId, limits);
}

function closed(lease: Lease, order: Order, how: ClosedHow, ports: Ports): Released {
  lease.status =
    how === 'cancelled' ? 'cancelled' : how === 'finished' ? 'completed' : order.state.status;
  const { orderId } = lease;
  ports.journal.note({ type: 'closed', orderId, how, at: ports.clock.now() });
  ports.reporter.info(`${orderId}: ${SAID[how]}`);
  return { lease, how, order };
}

const SAID: Record<ClosedHow, string> = {
  cancelled: 'cancelled, refunded',
  finished: 'finished; its SMS is paid',
  'already-closed': 'already closed, nothing to do',
  paid: 'its SMS is paid, nothing to give back',
};

/** What the orders really cost, whole IDR: those that got an SMS. Null if a price is not known. */
export function costOf(spent: readonly { lease: Lease; order: Order | null }[]): number | null {
  let sum = 0;
  for (const { lease, order } of spent) {
    if (order === null || !smsArrived(order)) continue;
    const price = order.amount ?? lease.price;
    if (price === null) return null;
    sum += price;
  }
  return sum;
}
