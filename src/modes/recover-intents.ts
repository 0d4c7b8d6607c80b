import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { CallLimits, PurchaseReply } from '../domain/provider.ts';
import { leasesOf, recordRented } from './buy.ts';
import { releaseOrders, type Released } from './give-back.ts';
import type { Ports } from './ports.ts';
import { balanceVerdict, KEY_LIFETIME_MS, LATE_COMMIT_MS, replayPurchase } from './recover.ts';

export interface Recovered {
  released: Released[];
  failures: Failure[];
}

/** Finds out what became of purchases without an answer, and gives back what was bought. */
export async function recoverIntents(
  intents: readonly Intent[],
  limits: CallLimits,
  ports: Ports,
): Promise<Recovered> {
  const recovered = await Promise.all(intents.map((intent) => recover(intent, limits, ports)));
  return {
    released: recovered.flatMap(({ released }) => released),
    failures: recovered.flatMap(({ failures }) => failures),
  };
}

async function recover(intent: Intent, limits: CallLimits, ports: Ports): Promise<Recovered> {
  if (intent.dialect === 'guide') return recoverByBalance(intent, limits, ports);
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

async function recoverByBalance(
  intent: Intent,
  limits: CallLimits,
  ports: Ports,
): Promise<Recovered> {
  const unclear = new Failure('network', 'The purchase had no answer.');
  const verdict = await balanceVerdict(intent, unclear, limits, ports);
  if (verdict.kind === 'leaked') return { released: [], failures: [verdict] };
  ports.reporter.info(verdict.message);
  return { released: [], failures: [] };
}

function unknownPurchase(intent: Intent, last: Failure): Failure {
  return new Failure(
    'leaked',
    `A purchase (${intent.body}, idempotency key ${intent.key}) had no answer, and it could not be found out whether it was made: ${last.describe()} Look at the account's newest orders for one of ${new Date(intent.at).toISOString()} and cancel it there; without an SMS it refunds itself when it expires.`,
    last.context,
  );
}
