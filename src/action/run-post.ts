import * as core from '@actions/core';
import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import type { Dialect } from '../domain/order.ts';
import type { Ports } from '../modes/ports.ts';
import { releaseOrders, type Released } from '../modes/give-back.ts';
import { recoverIntents } from '../modes/recover-intents.ts';
import { waitForCodes } from '../modes/wait.ts';
import { openConnection, type RequestMeter } from './connection.ts';
import { announce, asFailure, writeSummary } from './end-step.ts';
import { NO_STORE } from './job-folder.ts';
import { postJournal, writeTombstone } from './journal-file.ts';
import { awaitMain, readOwed, type Owed } from './owed.ts';
import { logReporter } from './reporter.ts';
import { listenForStop } from './signals.ts';
import { DIALECT_STATE, readStepState, STEP_STATE, type StepState } from './step-state.ts';
import { failureLine, releaseTable, requestLine, waitTable } from './summary.ts';
import { matches, unsealToken } from './token.ts';
import { systemRandom, wallClock } from './wall.ts';
import { isLoopback } from '../smscode/base-url.ts';

/** Gives back what main left open. Never rejects; a number that stays rented is the exit code 1. */
export async function runPost(env: NodeJS.ProcessEnv): Promise<void> {
  const meter: RequestMeter = { requests: 0 };
  const parts: string[] = [];
  const failures: Failure[] = [];
  const state = readStepState(core.getState(STEP_STATE));
  if (state === null) {
    core.info('This step rented nothing: nothing to give back.');
    return;
  }
  try {
    await giveBack(state, env, meter, parts, failures);
  } catch (error) {
    failures.push(asFailure(error));
  }
  announce(failures, []);
  parts.push(...failures.map(failureLine));
  if (parts.length === 0) return;
  parts.push(requestLine(meter.requests, !isLoopback(new URL(state.apiUrl))));
  await writeSummary('Virtual number: giving back', parts.join('\n\n'));
}

async function giveBack(
  state: StepState,
  env: NodeJS.ProcessEnv,
  meter: RequestMeter,
  parts: string[],
  failures: Failure[],
): Promise<void> {
  const clock = wallClock;
  const deadline = clock.now() + state.releaseTimeoutMs;
  const signals = listenForStop(() => {
    core.error('The post step was stopped before everything was given back; see the lines above.', {
      title: 'Virtual number: leaked',
    });
    process.exit(1);
  });
  writeTombstone(state.journal);
  await awaitMain(state, deadline, clock, signals.stop);
  const owed = readOwed(state, env);
  if (owed.newer !== null) throw newerJournal(state, owed.newer);
  if (owed.open.length === 0 && owed.unanswered.length === 0) {
    core.info(
      owed.rentedAny
        ? 'Everything that this step rented is already given back.'
        : 'This step rented nothing: nothing to give back.',
    );
    return;
  }
  const jobStatus = core.getInput('job-status').toLowerCase();
  if (!state.autoRelease && jobStatus === 'success' && owed.unanswered.length === 0) {
    const ids = owed.open.map((lease) => lease.orderId).join(', ');
    core.notice(
      `"auto-release" is false and the job succeeded: ${ids} stays rented for another job, which must wait for it or release it.`,
    );
    return;
  }
  const dialect = dialectOf(state, owed);
  const token = findToken(state, env);
  const provider = await openConnection(
    {
      apiUrl: new URL(state.apiUrl),
      token: token ?? '',
      dialect: token === null && dialect === 'auto' ? 'openapi' : dialect,
      catalogTtlMs: 0,
      requestsPerMinute: state.requestsPerMinute,
      parallelJobs: state.parallelJobs,
    },
    NO_STORE,
    meter,
    { clock, reporter: logReporter },
    { deadline, signal: signals.halt },
  );
  const journal = postJournal(state.journal);
  const ports: Ports = {
    provider,
    clock,
    random: systemRandom,
    journal,
    reporter: logReporter,
    ...signals,
  };
  if (token === null) {
    failures.push(
      ...owed.open.map((lease) => withoutToken(lease, ports)),
      ...owed.unanswered.map((intent) => lostToken(intent.body)),
    );
    return;
  }
  if (state.waitInPost && jobStatus === 'success')
    await waitFirst(state, owed.open, ports, parts, failures);
  const releaseBy = state.waitInPost ? clock.now() + state.releaseTimeoutMs : deadline;
  const limits = { deadline: releaseBy, signal: signals.halt };
  // Known orders are given back beside the search for unknown ones, which may take its time.
  const [released, recovered] = await Promise.all([
    releaseOrders(owed.open, limits, ports),
    recoverIntents(owed.unanswered, limits, ports),
  ]);
  const all = [...released, ...recovered.released];
  failures.push(...recovered.failures, ...all.flatMap(leakOf));
  parts.push(releaseTable(all));
}

/** In post an order that cannot be found was bought by this very step, so it may be leaked. */
function leakOf(entry: Released): Failure[] {
  if (entry.how !== null) return [];
  if (entry.failure.kind !== 'not-found') return [entry.failure];
  return [
    new Failure(
      'leaked',
      `Order ${entry.lease.orderId} was rented by this step, and now the provider does not know it. Look at the account's newest orders.`,
      entry.failure.context,
    ),
  ];
}

async function waitFirst(
  state: StepState,
  leases: readonly Lease[],
  ports: Ports,
  parts: string[],
  failures: Failure[],
): Promise<void> {
  core.info('"wait-in-post": waiting for the SMS before the number is given back.');
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
  failures.push(
    ...waited.flatMap(({ failure }) =>
      failure === null || failure.kind === 'sms-without-code' ? [] : [failure],
    ),
  );
  parts.push(waitTable(waited, Math.round((ports.clock.now() - start) / 1000)));
}

/** The input and the environment first, then the sealed copy; only the very token of main is used. */
function findToken(state: StepState, env: NodeJS.ProcessEnv): string | null {
  const sealed = state.seal === null ? null : unsealToken(state.seal.path, state.seal.key);
  const candidates = [core.getInput('token'), env.SMSCODE_TOKEN?.trim() ?? '', sealed ?? ''];
  const token = candidates.find(
    (value) => value !== '' && matches(value, state.salt, state.fingerprint),
  );
  if (token === undefined) return null;
  core.setSecret(token);
  return token;
}

function dialectOf(state: StepState, owed: Owed): Dialect | 'auto' {
  const saved = core.getState(DIALECT_STATE);
  if (saved === 'guide' || saved === 'openapi') return saved;
  return owed.unanswered[0]?.dialect ?? state.dialect;
}

function withoutToken(lease: Lease, { provider }: Ports): Failure {
  return new Failure(
    'leaked',
    `Order ${lease.orderId} stays rented: the token that rented it is not here any more (the input "token" and SMSCODE_TOKEN hold another one or none). Give it back by hand: ${provider.releaseCommand(lease.orderId, 'cancel')}`,
    { orderId: lease.orderId },
  );
}

function lostToken(body: string): Failure {
  return new Failure(
    'leaked',
    `A purchase (${body}) had no answer, and the token that sent it is not here any more. Look at the account's newest orders.`,
  );
}

function newerJournal(state: StepState, version: number): Failure {
  return new Failure(
    'leaked',
    `The journal ${state.journal} was written by a newer version of this action (format ${String(version)}), so what it owes cannot be told. Use the same version in the whole job, and look at the account's open orders.`,
  );
}
