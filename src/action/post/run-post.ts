import { existsSync } from 'node:fs';
import { getState } from '@actions/core';
import { withSettled } from '../../domain/balance-verdict.ts';
import { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import type { Ports } from '../../modes/ports.ts';
import { releaseOrders, type Released } from '../../modes/give-back.ts';
import { recoverByBalance, recoverByKey } from '../../modes/recover-intents.ts';
import { waitForCodes } from '../../modes/wait.ts';
import { isLoopback } from '../../smscode/base-url.ts';
import type { RequestMeter } from '../runtime/connection.ts';
import { announce, asFailure } from '../report/end-step.ts';
import { markup, paragraphs, type Markdown } from '../report/markdown.ts';
import { logReporter, writeSummary } from '../report/reporter.ts';
import { ledgerMarkBeside } from '../disk/job-folder.ts';
import { writeTombstone } from '../disk/journal-file.ts';
import type { ArtifactLedger } from '../ledger/artifact-ledger.ts';
import { commandsByHand } from '../report/by-hand.ts';
import { awaitMain, copiesInState, readOwed, type Owed } from './owed.ts';
import { jobStatus, leftOpen, withoutKept } from './kept.ts';
import { connectPost, dialectOf } from './post-connection.ts';
import {
  damagedJournal,
  foreignState,
  lostToken,
  lostTokenOf,
  newerJournal,
  unreached,
  unreachedPurchase,
} from '../report/leaks.ts';
import { findToken } from './post-token.ts';
import { listenForStop } from '../runtime/signals.ts';
import { readStepState, STEP_STATE, type StepState } from '../disk/step-state.ts';
import { failureLine, releaseTable, requestLine, waitTable } from '../report/summary.ts';
import { wallClock } from '../runtime/wall.ts';

/** What post has to tell when it is done. */
interface Account {
  failures: Failure[];
  /** For the job summary. */
  parts: Markdown[];
}

/** Gives back what main left open. Never rejects; a number that stays rented is the exit code 1. */
export async function runPost(env: NodeJS.ProcessEnv): Promise<void> {
  const read = readStepState(getState(STEP_STATE));
  const { open, mayOwe } = copiesInState(env);
  if (read.kind === 'none' && !mayOwe) {
    logReporter.info('This step rented nothing: nothing to give back.');
    return;
  }
  if (read.kind !== 'read') {
    const failure = foreignState(read.kind === 'none' ? null : read.version, open);
    announce([failure], []);
    await say([failureLine(failure)]);
    return;
  }
  const { state } = read;
  const meter: RequestMeter = { requests: 0 };
  const account: Account = { failures: [], parts: [] };
  try {
    await giveBack(state, env, meter, account);
  } catch (error) {
    account.failures.push(asFailure(error));
  }
  announce(account.failures, []);
  const parts = [...account.parts, ...account.failures.map(failureLine)];
  if (parts.length === 0) return;
  parts.push(requestLine(meter.requests, !isLoopback(new URL(state.apiUrl))));
  await say(parts);
}

async function say(parts: readonly Markdown[]): Promise<void> {
  await writeSummary(markup`### Virtual number: giving back\n\n${paragraphs(parts)}\n`);
}

/** A ladder: each rung is a reason to be done, and the last one gives back. */
async function giveBack(
  state: StepState,
  env: NodeJS.ProcessEnv,
  meter: RequestMeter,
  account: Account,
): Promise<void> {
  const deadline = wallClock.now() + state.releaseTimeoutMs;
  const signals = listenForStop(() => {
    // What this post gave back is in the journal by now.
    announce([...account.failures, ...leftOpen(state, readOwed(state, env))], []);
    process.exit(1);
  });
  writeTombstone(state.journal);
  await awaitMain(state, deadline, wallClock, signals.stop);
  const all = readOwed(state, env);
  if (all.newer !== null) throw newerJournal(state.journal, all.newer);
  if (all.damaged > 0) account.failures.push(damagedJournal(state.journal, all.damaged));
  const owed = withoutKept(state, all);
  if (owed.open.length === 0 && owed.unanswered.length === 0) {
    if (all.open.length === 0 && all.damaged === 0) sayNothingToDo(all);
    return;
  }
  const token = findToken(state, env);
  const byHand = commandsByHand(new URL(state.apiUrl), dialectOf(state, owed));
  let ports: Ports;
  try {
    ports = await connectPost(state, owed, token ?? '', meter, deadline, signals);
  } catch (error) {
    account.failures.push(
      ...owed.open.map((lease) => unreached(lease, error, byHand)),
      ...owed.unanswered.map((intent) => unreachedPurchase(intent, error)),
    );
    return;
  }
  if (token === null) {
    account.failures.push(
      ...owed.open.map((lease) => lostTokenOf(lease, byHand)),
      ...owed.unanswered.map(lostToken),
    );
    return;
  }
  const ledger = await followedLedger(state, token, env, ports);
  if (ledger !== null) ports.journal = ledger.follow(ports.journal);
  const task = { owed, alone: state.parallelJobs === 1 };
  if (state.waitInPost && jobStatus() === 'success') {
    await waitFirst(state, owed.open, ports, account);
    await release(task, ports.clock.now() + state.releaseTimeoutMs, ports, account);
  } else {
    await release(task, deadline, ports, account);
  }
  await ledger?.settle();
}

/** Loaded only where main kept a ledger: it brings a large package along. */
async function followedLedger(
  state: StepState,
  token: string,
  env: NodeJS.ProcessEnv,
  ports: Ports,
): Promise<ArtifactLedger | null> {
  if (!existsSync(ledgerMarkBeside(state.journal))) return null;
  const { ledgerOfPost } = await import('../ledger/post-ledger.ts');
  return ledgerOfPost(state, token, env, ports);
}

function sayNothingToDo(owed: Owed): void {
  logReporter.info(
    owed.rentedAny
      ? 'Everything that this step rented is already given back.'
      : 'This step rented nothing: nothing to give back.',
  );
}

async function release(
  { owed, alone }: { owed: Owed; alone: boolean },
  deadline: number,
  ports: Ports,
  account: Account,
): Promise<void> {
  const limits = { deadline, signal: ports.halt };
  const begunAt = ports.clock.now();
  // Known orders are given back beside the search for unknown ones, which may take its time.
  const [known, found] = await Promise.all([
    releaseOrders(owed.open, limits, ports),
    recoverByKey(owed.unanswered, idsOf(owed), limits, ports),
  ]);
  const all = [...known, ...found.released];
  const bookings = withSettled(owed.bookings, all, ports.clock.now());
  const money = { bookings, alone, begunAt };
  const unknown = await recoverByBalance(owed.unanswered, money, limits, ports);
  account.failures.push(
    ...found.failures,
    ...unknown,
    ...known.flatMap((entry) => leakOf(entry, owed.rented)),
    ...found.released.flatMap((entry) => leakOf(entry, new Set([entry.lease.orderId]))),
  );
  account.parts.push(releaseTable(all));
}

function idsOf({ bookings }: Owed): Set<string> {
  return new Set(bookings.map(({ lease }) => lease.orderId));
}

/** What this step rented, or saw just now, may be leaked; what it was only told of is not. */
function leakOf(entry: Released, rented: ReadonlySet<string>): Failure[] {
  if (entry.how !== null) return [];
  const { lease, failure } = entry;
  if (failure.kind !== 'not-found') return [failure];
  if (!rented.has(lease.orderId) && entry.order === null) {
    logReporter.info(
      `${lease.orderId}: the provider does not know it, so there is nothing to give back.`,
    );
    return [];
  }
  return [
    new Failure(
      'leaked',
      `Order ${lease.orderId} was rented by this step, and now the provider does not know it. Look at the account's newest orders.`,
      failure.context,
    ),
  ];
}

async function waitFirst(
  state: StepState,
  leases: readonly Lease[],
  ports: Ports,
  account: Account,
): Promise<void> {
  logReporter.info('"wait-in-post": waiting for the SMS before the number is given back.');
  const start = ports.clock.now();
  const waited = await waitForCodes(
    leases,
    {
      timeoutMs: state.timeoutMs,
      intervalMs: state.intervalMs,
      requestsPerMinute: state.requestsPerMinute,
      parallelJobs: state.parallelJobs,
    },
    ports,
  );
  // An SMS without a recognised code is an SMS all the same: that is all that is asked here.
  account.failures.push(
    ...waited.flatMap(({ failure }) =>
      failure === null || failure.kind === 'sms-without-code' ? [] : [failure],
    ),
  );
  account.parts.push(waitTable(waited, Math.round((ports.clock.now() - start) / 1000)));
}
