import { withSettled } from '../../domain/balance-verdict.ts';
import type { Failure } from '../../domain/failure.ts';
import type { CallLimits } from '../../domain/provider.ts';
import { releaseOrders, type Released } from '../../modes/give-back.ts';
import { notReleased } from '../../modes/not-released.ts';
import type { Ports } from '../../modes/ports.ts';
import { recoverByBalance, recoverByKey, type Recovered } from '../../modes/recover-intents.ts';
import { unreachedPurchase } from '../report/leaks.ts';
import type { Markdown } from '../report/markdown.ts';
import { logReporter } from '../report/reporter.ts';
import { releaseTable } from '../report/summary.ts';
import type { Owed } from './owed.ts';

/** What there is to give back, and what is to be known for it. */
export interface Task {
  owed: Owed;
  /** Whether this job alone uses the token; see `judgeBalance`. */
  alone: boolean;
  /** What a person looks at; see `lookByHand`. */
  look: string;
}

/** What post has to tell when it is done. */
export interface Account {
  failures: Failure[];
  /** For the job summary. */
  parts: Markdown[];
  /** Whether `failures` name all that stays rented. */
  complete: boolean;
  /** Whether all of it has been said: a process that something holds must not say it twice. */
  said: boolean;
}

/**
 * Gives back. Lost purchases are looked for beside the wait, for their keys do not live as long as an
 * SMS may take.
 *
 * @param waitedFor resolves when the known orders may be given back, with the deadline for it
 */
export async function release(
  { owed, alone, look }: Task,
  deadline: number,
  ports: Ports,
  account: Account,
  waitedFor: () => Promise<number> = () => Promise.resolve(deadline),
): Promise<void> {
  const begunAt = ports.clock.now();
  const searched = findByKey(owed, look, { deadline, signal: ports.halt }, ports);
  const limits = { deadline: await waitedFor(), signal: ports.halt };
  // Known orders are given back beside the search for unknown ones, which may take its time.
  const [known, found] = await Promise.all([releaseOrders(owed.open, limits, ports), searched]);
  const all = [...known, ...found.released];
  const bookings = withSettled(owed.bookings, all, ports.clock.now());
  const money = { bookings, alone, begunAt };
  const keyless = owed.unanswered.filter(({ dialect }) => dialect === 'guide');
  const unknown = await recoverByBalance(keyless, money, limits, ports).catch((error: unknown) =>
    keyless.map((intent) => unreachedPurchase(intent, error, look)),
  );
  account.failures.push(
    ...found.failures,
    ...unknown,
    ...known.flatMap((entry) => leakOf(entry, owed.rented, ports)),
    ...found.released.flatMap((entry) => leakOf(entry, new Set([entry.lease.orderId]), ports)),
  );
  account.complete = true;
  account.parts.push(releaseTable(all));
}

/** Each by itself: a defect in one search is that purchase's leak, and hides nothing of the others. */
async function findByKey(
  owed: Owed,
  look: string,
  limits: CallLimits,
  ports: Ports,
): Promise<Recovered> {
  const found = await Promise.all(
    owed.unanswered.map((intent) =>
      recoverByKey([intent], idsOf(owed), limits, ports).catch((error: unknown): Recovered => ({
        released: [],
        failures: [unreachedPurchase(intent, error, look)],
      })),
    ),
  );
  return {
    released: found.flatMap(({ released }) => released),
    failures: found.flatMap(({ failures }) => failures),
  };
}

function idsOf({ bookings }: Owed): Set<string> {
  return new Set(bookings.map(({ lease }) => lease.orderId));
}

/** What this step rented, or saw just now, may be leaked; what it was only told of is not. */
function leakOf(entry: Released, rented: ReadonlySet<string>, ports: Ports): Failure[] {
  if (entry.how !== null) return [];
  const { lease, failure } = entry;
  if (failure.kind !== 'not-found') return [failure];
  if (!rented.has(lease.orderId) && entry.order === null) {
    logReporter.info(
      `${lease.orderId}: the provider does not know it, so there is nothing to give back.`,
    );
    return [];
  }
  const reason = `this step rented it or read it before, and now it is unknown there: ${failure.fact()}`;
  return [notReleased(lease, entry.order, reason, ports)];
}
