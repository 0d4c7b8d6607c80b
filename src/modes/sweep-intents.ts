import { Failure } from '../domain/failure.ts';
import { isClosed } from '../domain/order.ts';
import type { CallLimits, OrderList } from '../domain/provider.ts';
import { LATE_COMMIT_MS, mayBeOurs } from '../domain/recovery-plan.ts';
import { purchaseIsOver } from '../domain/sweep-plan.ts';
import type { Ports } from './ports.ts';
import { asFailure } from './read-orders.ts';
import type { Found } from './sweep.ts';
import { unknownPurchase } from './unknown-purchase.ts';

type Purchase = Found['unanswered'][number];

/** What became of a purchase of a dead run; `failure` null: nothing of it is open. */
export interface Judged {
  purchase: Purchase;
  failure: Failure | null;
}

/**
 * Judges purchases whose order no record names, by the orders of the token that are open now. None
 * is touched, for it may be another job's. A purchase is never repeated: its key may be forgotten by
 * now, and then the repetition would buy.
 *
 * @param known ids of orders that are accounted for
 */
export async function judgeUnanswered(
  purchases: readonly Purchase[],
  known: ReadonlySet<string>,
  limits: CallLimits,
  ports: Ports,
): Promise<Judged[]> {
  if (purchases.length === 0) return [];
  const { provider, clock, reporter } = ports;
  await lateCommits(purchases, limits, ports);
  const open = await openOrders(known, limits, ports).catch(asFailure);
  return purchases.map((purchase) => {
    const { intent, runId } = purchase;
    const died = `run ${String(runId)} died before it recorded the answer`;
    if (open instanceof Failure) {
      if (provider.openOrders === null && purchaseIsOver(intent, clock.now())) {
        reporter.notice(
          `Run ${String(runId)} recorded a purchase (${intent.body}) and no answer. The server lists no orders, but what left more than an hour ago has expired by now: without an SMS it has refunded itself.`,
        );
        return { purchase, failure: null };
      }
      const why = new Failure(open.kind, `${died}. ${open.fact()}`);
      return { purchase, failure: unknownPurchase(intent, { why, candidates: [] }, ports) };
    }
    const candidates = open.orders.filter((order) => mayBeOurs(intent, order));
    if (candidates.length === 0 && open.unreadable === 0) {
      reporter.info(
        `Run ${String(runId)} recorded a purchase and no answer; no open order comes of it.`,
      );
      return { purchase, failure: null };
    }
    const says =
      open.unreadable > 0
        ? 'the list of open orders could not be read as a whole'
        : 'open orders of the same product and time are there';
    const why = new Failure('protocol', `${died}, and ${says}.`);
    return { purchase, failure: unknownPurchase(intent, { why, candidates }, ports) };
  });
}

/** A run may have died seconds ago, and the server commit yet. */
async function lateCommits(
  purchases: readonly Purchase[],
  { deadline }: CallLimits,
  { clock, stop }: Ports,
): Promise<void> {
  const settled = Math.max(...purchases.map(({ intent }) => intent.at)) + LATE_COMMIT_MS;
  await clock.sleep(Math.max(0, Math.min(settled, deadline) - clock.now()), stop);
}

/** All that is open and not accounted for. The list does not tell product and age; each order does. */
async function openOrders(
  known: ReadonlySet<string>,
  limits: CallLimits,
  { provider }: Ports,
): Promise<OrderList> {
  if (provider.openOrders === null) {
    throw new Failure('protocol', 'The server lists no orders.');
  }
  const { orders, unreadable } = await provider.openOrders(limits);
  const strange = orders.filter(({ id }) => !known.has(id));
  const read = await Promise.all(strange.map(({ id }) => provider.order(id, limits)));
  return { orders: read.filter(({ state }) => !isClosed(state)), unreadable };
}
