import { judgeBalance, movedSince, type Booking } from '../domain/balance-verdict.ts';
import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { CallLimits } from '../domain/provider.ts';
import { asPostBegins, nextRecoveryStep } from '../domain/recovery-plan.ts';
import { leasesOf, recordRented } from './buy.ts';
import { releaseOrders, type Released } from './give-back.ts';
import type { Ports } from './ports.ts';
import { findPurchase } from './recover.ts';
import { readBalance, unknownByBalance, unknownPurchase } from './unknown-purchase.ts';

export interface Recovered {
  released: Released[];
  failures: Failure[];
}

/**
 * Finds out by key, or by the list of orders, what became of purchases without an answer, and gives
 * back what was bought.
 *
 * @param known ids of the job's other orders, which none of them can have made
 */
export async function recoverByKey(
  intents: readonly Intent[],
  known: ReadonlySet<string>,
  limits: CallLimits,
  ports: Ports,
): Promise<Recovered> {
  const keyed = intents.filter(({ dialect }) => dialect === 'openapi');
  const recovered = await Promise.all(keyed.map((intent) => recover(intent, known, limits, ports)));
  return {
    released: recovered.flatMap(({ released }) => released),
    failures: recovered.flatMap(({ failures }) => failures),
  };
}

async function recover(
  intent: Intent,
  known: ReadonlySet<string>,
  limits: CallLimits,
  ports: Ports,
): Promise<Recovered> {
  ports.reporter.info('A purchase had no answer: asking the provider what became of it.');
  const progress = asPostBegins(intent, ports.clock.now());
  const found = await findPurchase(
    intent,
    { failure: noAnswer(), progress },
    'post',
    known,
    limits,
    ports,
  );
  switch (found.was) {
    case 'bought': {
      // The answer is of now: until a moment ago the server may not have known the order.
      const leases = leasesOf({ ...intent, at: ports.clock.now() }, found.orders);
      recordRented(intent, leases, ports);
      return { released: await releaseOrders(leases, limits, ports), failures: [] };
    }
    case 'refused':
    case 'not-bought':
      ports.journal.append({ type: 'refused', key: intent.key, why: 'recovered' });
      ports.reporter.info('The purchase that had no answer was not made.');
      return { released: [], failures: [] };
    case 'unknown':
      return { released: [], failures: [unknownPurchase(intent, found, ports)] };
  }
}

/** What the balance is compared with: see `movedSince` and `judgeBalance`. */
export interface Money {
  bookings: readonly Booking[];
  alone: boolean;
  /** When post began; see `asPostBegins`. Epoch milliseconds. */
  begunAt: number;
}

/**
 * Judges the purchases of a server without keys, by the balance: after everything that this step
 * rented was given back, for a refund would hide a purchase, and when a late commit must have come.
 */
export async function recoverByBalance(
  intents: readonly Intent[],
  { bookings, alone, begunAt }: Money,
  limits: CallLimits,
  ports: Ports,
): Promise<Failure[]> {
  const { clock } = ports;
  const failures: Failure[] = [];
  for (const intent of intents.filter(({ dialect }) => dialect === 'guide')) {
    const now = clock.now();
    const progress = asPostBegins(intent, begunAt);
    const step = nextRecoveryStep(intent, progress, 'post', now, limits.deadline);
    const inTime = step.do === 'compare-balance';
    if (inTime) {
      ports.reporter.info('A purchase had no answer: the balance will tell what became of it.');
      await clock.sleep(Math.max(0, step.at - now), ports.stop);
    }
    const after = inTime && !ports.stop.aborted ? await readBalance(limits, ports) : null;
    const moved = movedSince(intent.at, bookings, clock.now());
    const verdict = judgeBalance(intent.balance, moved, after, alone);
    if (verdict.was === 'not-bought') {
      ports.journal.note({ type: 'refused', key: intent.key, why: 'recovered' });
      ports.reporter.info(
        `The balance stands where it stood (${String(verdict.after)} IDR): the purchase that had no answer was not made, if no other job or workflow uses this token.`,
      );
    } else {
      failures.push(unknownByBalance(intent, verdict, noAnswer()));
    }
  }
  return failures;
}

function noAnswer(): Failure {
  return new Failure('network', 'The purchase had no answer.');
}
