import { withSettled } from '../../domain/balance-verdict.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import type { CallLimits } from '../../domain/provider.ts';
import { releaseOrders, type Released } from '../../modes/give-back.ts';
import { notReleased } from '../../modes/not-released.ts';
import type { Ports } from '../../modes/ports.ts';
import { recoverByBalance, recoverByKey, type Recovered } from '../../modes/recover-intents.ts';
import { waitForCodes, type Waited, type WaitWish } from '../../modes/wait.ts';
import { waitWish } from '../runtime/wait-wish.ts';
import type { StepState } from '../disk/step-state.ts';
import { asFailure } from '../report/end-step.ts';
import { unreachedPurchase } from '../report/leaks.ts';
import type { Markdown } from '../report/markdown.ts';
import { logReporter } from '../report/reporter.ts';
import { releaseTable, waitTable } from '../report/summary.ts';
import { openNudges } from '../runtime/nudges.ts';
import type { Owed } from './owed.ts';
import { nudgesOfPost } from './post-nudges.ts';

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

async function waitNudged(
  leases: readonly Lease[],
  wish: WaitWish,
  ports: Ports,
): Promise<Waited[]> {
  const { nudges, close } = await openNudges(nudgesOfPost(), ports);
  return waitForCodes(leases, wish, { ...ports, nudges }).finally(close);
}

/** Never rejects: whatever becomes of the wait, the number is given back after it. */
export async function waitFirst(
  state: StepState,
  leases: readonly Lease[],
  ports: Ports,
  account: Account,
): Promise<void> {
  logReporter.info('"wait-in-post": waiting for the SMS before the number is given back.');
  const start = ports.clock.now();
  const wish = await waitWish({
    timeout: state.timeoutMs,
    'poll-interval': state.intervalMs,
    'requests-per-minute': state.requestsPerMinute,
    'parallel-jobs': state.parallelJobs,
    after: null,
    'resend-after': null,
    'otp-pattern': state.otpPattern,
    'expect-domain': state.expectDomain,
  });
  const waited = await waitNudged(leases, wish, ports).catch((error: unknown) => {
    account.failures.push(asFailure(error));
    return [];
  });
  // An SMS without a recognised code is an SMS all the same: that is all that is asked here.
  account.failures.push(
    ...waited.flatMap(({ failure }) =>
      failure === null || failure.kind === 'sms-without-code' ? [] : [failure],
    ),
  );
  account.parts.push(waitTable(waited, Math.round((ports.clock.now() - start) / 1000)));
}
