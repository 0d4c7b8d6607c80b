import { getState } from '@actions/core';
import type { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import { isLoopback } from '../../domain/loopback.ts';
import type { Ports } from '../../modes/ports.ts';
import type { RequestMeter } from '../runtime/connection.ts';
import { announce, asFailure, logEach } from '../report/end-step.ts';
import { markup, paragraphs, type Markdown } from '../report/markdown.ts';
import { exitWhenSaid, logReporter, writeSummary } from '../report/reporter.ts';
import { writeTombstone } from '../disk/journal-file.ts';
import { commandsByHand, lookByHand } from '../report/by-hand.ts';
import { awaitMain, copiesInState, readOwed, type Owed } from './owed.ts';
import { likelyApiUrl } from './api-url.ts';
import { jobStatus, leftOpen, withoutKept } from './kept.ts';
import { endKeeper, followedLedger, waitBefore } from './only-if-asked.ts';
import { connectPost, dialectOf } from './post-connection.ts';
import {
  damagedJournal,
  foreignState,
  leftRented,
  lostToken,
  lostTokenOf,
  newerJournal,
  unreached,
  unreachedPurchase,
} from '../report/leaks.ts';
import { findToken } from './post-token.ts';
import { release, type Account } from './release.ts';
import { listenForStop } from '../runtime/signals.ts';
import { DIALECT_STATE, readStepState, STEP_STATE, type StepState } from '../disk/step-state.ts';
import { failureLine, requestLine } from '../report/summary.ts';
import { wallClock } from '../runtime/wall.ts';

/** Gives back what main left open. Never rejects; a number that stays rented is the exit code 1. */
export async function runPost(env: NodeJS.ProcessEnv): Promise<void> {
  const read = readStepState(getState(STEP_STATE));
  const { open, mayOwe } = copiesInState(env);
  if (read.kind === 'none' && !mayOwe) {
    logReporter.info('This step rented nothing: nothing to give back.');
    return;
  }
  if (read.kind !== 'read') {
    const failures = foreign(read.kind === 'none' ? null : read.version, open, env);
    announce(failures, []);
    await say(failures.map(failureLine));
    return;
  }
  const { state } = read;
  const meter: RequestMeter = { requests: 0 };
  const account: Account = { failures: [], parts: [], complete: false, said: false };
  try {
    await giveBack(state, env, meter, account);
  } catch (error) {
    account.failures.push(asFailure(error), ...unsaid(account, state, env));
  }
  account.said = true;
  announce(account.failures, []);
  const parts = [...account.parts, ...account.failures.map(failureLine)];
  if (parts.length === 0) return;
  parts.push(requestLine(meter.requests, !isLoopback(new URL(state.apiUrl))));
  await say(parts);
}

function foreign(
  version: number | null,
  open: readonly Lease[],
  env: NodeJS.ProcessEnv,
): Failure[] {
  const apiUrl = likelyApiUrl(getState(STEP_STATE), env);
  const saved = getState(DIALECT_STATE);
  const dialect = saved === 'guide' || saved === 'openapi' ? saved : 'auto';
  const byHand = commandsByHand(apiUrl, dialect);
  const reason = 'the state of the step that rented it is of another version of this action';
  return [
    foreignState(version, lookByHand(apiUrl, dialect)),
    ...open.map((lease) => leftRented(lease, reason, byHand)),
  ];
}

const STOPPED = 'the post step ended before it was given back';

/** What may still be rented and is not among the failures yet. */
function unsaid({ complete }: Account, state: StepState, env: NodeJS.ProcessEnv): Failure[] {
  return complete ? [] : leftOpen(state, readOwed(state, env), STOPPED);
}

/** The last words of a post that crashed: what it may leave rented, by its records alone. */
export function sayLeftBehind(env: NodeJS.ProcessEnv): void {
  try {
    const read = readStepState(getState(STEP_STATE));
    if (read.kind === 'read') logEach(leftOpen(read.state, readOwed(read.state, env), STOPPED));
  } catch {
    // The crash itself is said.
  }
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
    if (account.said) process.exit();
    // What this post gave back is in the journal by now.
    announce([...account.failures, ...unsaid(account, state, env)], []);
    exitWhenSaid();
  });
  writeTombstone(state.journal);
  await awaitMain(state, deadline, wallClock, signals.stop);
  await endKeeper(state);
  const all = readOwed(state, env);
  const apiUrl = new URL(state.apiUrl);
  const look = lookByHand(apiUrl, dialectOf(state, all));
  if (all.newer !== null) {
    account.failures.push(
      newerJournal(state.journal, all.newer, look),
      ...leftOpen(state, all, 'the journal that tells of it is of a newer version of this action'),
    );
    account.complete = true;
    return;
  }
  if (all.damaged > 0) account.failures.push(damagedJournal(state.journal, all.damaged, look));
  const owed = withoutKept(state, all);
  if (owed.open.length === 0 && owed.unanswered.length === 0) {
    if (all.open.length === 0 && all.damaged === 0) sayNothingToDo(all);
    return;
  }
  const token = findToken(state, env);
  const byHand = commandsByHand(apiUrl, dialectOf(state, owed));
  let ports: Ports;
  try {
    ports = await connectPost(state, owed, token ?? '', meter, deadline, signals);
  } catch (error) {
    account.failures.push(
      ...owed.open.map((lease) => unreached(lease, error, byHand)),
      ...owed.unanswered.map((intent) => unreachedPurchase(intent, error, look)),
    );
    account.complete = true;
    return;
  }
  if (token === null) {
    account.failures.push(
      ...owed.open.map((lease) => lostTokenOf(lease, byHand)),
      ...owed.unanswered.map((intent) => lostToken(intent, look)),
    );
    account.complete = true;
    return;
  }
  const ledger = await followedLedger(state, token, env, ports);
  const task = { owed, alone: state.parallelJobs === 1, look };
  if (state.waitInPost && jobStatus() === 'success') {
    await release(task, deadline, ports, account, async () => {
      await waitBefore(state, owed.open, ports, account);
      return ports.clock.now() + state.releaseTimeoutMs;
    });
  } else {
    await release(task, deadline, ports, account);
  }
  await ledger?.settle();
}

function sayNothingToDo(owed: Owed): void {
  logReporter.info(
    owed.rentedAny
      ? 'Everything that this step rented is already given back.'
      : 'This step rented nothing: nothing to give back.',
  );
}
