import { Failure, type FailureKind } from '../domain/failure.ts';
import type { ClosedHow } from '../domain/journal.ts';
import type { Lease } from '../domain/lease.ts';
import { smsArrived, type Order } from '../domain/order.ts';
import { nextReleaseStep, recheckAfter, type ReleaseStep } from '../domain/release-plan.ts';
import type { CallLimits, ClosingReply } from '../domain/provider.ts';
import type { Ports } from './ports.ts';

/** How giving one order back ended. */
export type Released =
  | { lease: Lease; how: ClosedHow; order: Order }
  | { lease: Lease; how: null; failure: Failure; order: Order | null };

/** Gives all orders back side by side; the provider's client keeps the requests within bounds. */
export function releaseOrders(
  leases: readonly Lease[],
  limits: CallLimits,
  ports: Ports,
): Promise<Released[]> {
  return Promise.all(leases.map((lease) => releaseOrder(lease, limits, ports)));
}

/** No reading of the order can change these. */
const REFUSES_US: readonly FailureKind[] = ['interrupted', 'unauthorized', 'forbidden'];

/** What no waiting cures; anything else is tried again for as long as the time allows. */
const FINAL: readonly FailureKind[] = [...REFUSES_US, 'invalid-input', 'not-found'];

/** Reads the order and does what the plan says, until nothing is left to do or no time is left. */
async function releaseOrder(lease: Lease, given: CallLimits, ports: Ports): Promise<Released> {
  const { provider, clock } = ports;
  const limits = { ...given, urgent: true };
  const refusals: Failure[] = [];
  let order: Order | null = null;
  let pauses = 0;
  const tryAgain = async (failure: Failure, retryAt: number | null): Promise<void> => {
    refusals.push(failure);
    pauses += 1;
    const until = retryAt ?? clock.now() + recheckAfter(pauses);
    if (FINAL.includes(failure.kind) || until > limits.deadline) throw failure;
    await pause(until, ports);
  };
  try {
    for (;;) {
      const read = await provider.order(lease.orderId, limits).catch(failureOnly);
      if (read instanceof Failure) {
        await tryAgain(read, null);
        continue;
      }
      order = read;
      lease.status = order.state.status;
      const step = nextReleaseStep(
        order,
        provider.dialect,
        clock.now(),
        limits.deadline,
        refusals.length,
      );
      switch (step.do) {
        case 'nothing':
          return close(lease, order, step.because === 'paid' ? 'paid' : 'already-closed', ports);
        case 'give-up':
          return notReleased(lease, order, reasonFor(step, order, refusals), ports);
        case 'wait':
          await pause(step.until, ports);
          break;
        case 'cancel':
        case 'finish': {
          const reply = await closeBy(step.do, lease.orderId, limits, ports);
          if (reply.outcome === 'done') return close(lease, order, PAST[step.do], ports);
          // The first refusal is read again at once: most often an SMS or another step came between.
          const atOnce = refusals.length === 0 && !REFUSES_US.includes(reply.failure.kind);
          if (atOnce && reply.retryAt === null) refusals.push(reply.failure);
          else await tryAgain(reply.failure, reply.retryAt);
        }
      }
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === 'not-found') return { lease, how: null, failure: error, order };
    return notReleased(lease, order, error.describe(), ports);
  }
}

const PAST = { cancel: 'cancelled', finish: 'finished' } as const;

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

function failureOnly(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** A pause ends at once when the step is stopped: what is in flight may finish, nothing is waited for. */
async function pause(until: number, { clock, stop }: Ports): Promise<void> {
  await clock.sleep(Math.max(0, until - clock.now()), stop);
  if (stop.aborted) {
    throw new Failure('interrupted', 'the step was stopped before the order could be given back');
  }
}

function close(lease: Lease, order: Order, how: ClosedHow, ports: Ports): Released {
  lease.status =
    how === 'cancelled' ? 'cancelled' : how === 'finished' ? 'completed' : order.state.status;
  ports.journal.note({ type: 'closed', orderId: lease.orderId, how });
  ports.reporter.info(`${lease.orderId}: ${SAID[how]}`);
  return { lease, how, order };
}

const SAID: Record<ClosedHow, string> = {
  cancelled: 'cancelled, refunded',
  finished: 'finished; its SMS is paid',
  'already-closed': 'already closed, nothing to do',
  paid: 'its SMS is paid, nothing to give back',
};

function reasonFor(
  step: Extract<ReleaseStep, { do: 'give-up' }>,
  order: Order,
  refusals: readonly Failure[],
): string {
  const at = order.permissions.cancelAvailableAt;
  switch (step.because) {
    case 'window':
      return `the provider lets it be cancelled only from ${at === null ? 'later' : iso(at)} on, which "release-timeout" does not reach`;
    case 'refused':
      return (
        refusals.at(-1)?.describe() ?? 'the provider allows neither cancelling nor finishing it'
      );
  }
}

/** Red, with all that a person needs in order to give it back by hand. */
function notReleased(
  lease: Lease,
  order: Order | null,
  reason: string,
  { provider }: Ports,
): Released {
  const came = order !== null && smsArrived(order);
  const command = provider.releaseCommand(lease.orderId, came ? 'finish' : 'cancel');
  const expiry = order?.expiresAt ?? lease.expiresAt;
  const refund = came
    ? 'An SMS came, so it is paid either way.'
    : `If no SMS comes it refunds itself ${expiry === null ? 'when it expires' : `at ${iso(expiry)}`}.`;
  const failure = new Failure(
    'leaked',
    `Order ${lease.orderId} may still be rented: ${reason}. Give it back by hand: ${command} . ${refund}`,
    { orderId: lease.orderId },
  );
  return { lease, how: null, failure, order };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

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
