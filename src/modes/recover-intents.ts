import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { Lease } from '../domain/lease.ts';
import { smsArrived } from '../domain/order.ts';
import type { CallLimits, PurchaseReply } from '../domain/provider.ts';
import { leasesOf, recordRented } from './buy.ts';
import { releaseOrders, type Released } from './give-back.ts';
import type { Ports } from './ports.ts';
import { balanceVerdict, KEY_LIFETIME_MS, LATE_COMMIT_MS, replayPurchase } from './recover.ts';

export interface Recovered {
  released: Released[];
  failures: Failure[];
}

/** Finds out by their keys what became of purchases without an answer, and gives back what was bought. */
export async function recoverByKey(
  intents: readonly Intent[],
  limits: CallLimits,
  ports: Ports,
): Promise<Recovered> {
  const keyed = intents.filter(({ dialect }) => dialect === 'openapi');
  const recovered = await Promise.all(keyed.map((intent) => recover(intent, limits, ports)));
  return {
    released: recovered.flatMap(({ released }) => released),
    failures: recovered.flatMap(({ failures }) => failures),
  };
}

async function recover(intent: Intent, limits: CallLimits, ports: Ports): Promise<Recovered> {
  const reply = await replay(intent, limits, ports);
  switch (reply.outcome) {
    case 'bought': {
      const leases = leasesOf(intent, reply.orders);
      recordRented(intent, leases, ports);
      return { released: await releaseOrders(leases, limits, ports), failures: [] };
    }
    case 'sold-out':
    case 'refused':
      ports.journal.append({ type: 'refused', key: intent.key, why: 'recovered' });
      ports.reporter.info('The purchase that had no answer was not made.');
      return { released: [], failures: [] };
    case 'lost':
      return { released: [], failures: [unknownPurchase(intent, reply.failure)] };
  }
}

/**
 * Judges the purchases of a server without keys, by the balance: after everything that this step
 * rented was given back, for a refund would hide a purchase, and when a late commit must have come.
 *
 * @param refunded see {@link refundsOf}
 */
export async function recoverByBalance(
  intents: readonly Intent[],
  refunded: number | null,
  limits: CallLimits,
  ports: Ports,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const intent of intents.filter(({ dialect }) => dialect === 'guide')) {
    const unclear = new Failure('network', 'The purchase had no answer.');
    const settled = intent.at + LATE_COMMIT_MS;
    const inTime = settled <= limits.deadline;
    if (inTime) {
      ports.reporter.info('A purchase had no answer: the balance will tell what became of it.');
      await ports.clock.sleep(Math.max(0, settled - ports.clock.now()), ports.stop);
    }
    const comparable = inTime && !ports.stop.aborted ? refunded : null;
    const verdict = await balanceVerdict(intent, unclear, comparable, limits, ports);
    if (verdict.kind === 'leaked') failures.push(verdict);
    else ports.reporter.info(verdict.message);
  }
  return failures;
}

/**
 * What came back of the step's own orders since its last purchase was sent, whole IDR; that one is
 * always the last, for nothing is bought after a lost reply. Null if a price is not known.
 */
export function refundsOf(
  cancelledBefore: readonly Lease[],
  released: readonly Released[],
): number | null {
  const prices = [
    ...cancelledBefore.map(({ price }) => price),
    ...released.flatMap((entry) => (wasRefunded(entry) ? [entry.lease.price] : [])),
  ];
  const known = prices.filter((price) => price !== null);
  return known.length === prices.length ? known.reduce((sum, price) => sum + price, 0) : null;
}

function wasRefunded(entry: Released): boolean {
  if (entry.how !== 'cancelled' && entry.how !== 'already-closed') return false;
  return !smsArrived(entry.order);
}

/**
 * In post never before a late commit can have happened, only while the key surely lives, and as
 * often as the time allows, for nobody looks again after it.
 */
async function replay(intent: Intent, limits: CallLimits, ports: Ports): Promise<PurchaseReply> {
  const unclear = new Failure('network', 'The purchase had no answer.');
  const lost = { outcome: 'lost', failure: unclear, how: 'unclear' } as const;
  const at = Math.max(ports.clock.now(), intent.at + LATE_COMMIT_MS);
  if (at - intent.at > KEY_LIFETIME_MS) return lost;
  ports.reporter.info('A purchase had no answer: asking the provider what became of it.');
  return replayPurchase(intent, lost, Number.POSITIVE_INFINITY, limits, ports);
}

function unknownPurchase(intent: Intent, last: Failure): Failure {
  return new Failure(
    'leaked',
    `A purchase (${intent.body}, idempotency key ${intent.key}) had no answer, and it could not be found out whether it was made: ${last.describe()} Look at the account's newest orders for one of ${new Date(intent.at).toISOString()} and cancel it there; without an SMS it refunds itself when it expires.`,
    last.context,
  );
}
