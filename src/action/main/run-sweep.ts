import type { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import type { CallLimits } from '../../domain/provider.ts';
import { releaseOrders } from '../../modes/give-back.ts';
import type { Ports } from '../../modes/ports.ts';
import { readLedgers, type Found } from '../../modes/sweep.ts';
import { stillFinished } from '../../modes/still-finished.ts';
import { judgeUnanswered } from '../../modes/sweep-intents.ts';
import { sweptOrder, type Swept } from '../../modes/swept-order.ts';
import { findByAge } from '../../modes/sweep-token.ts';
import type { Inputs } from '../inputs/input-list.ts';
import { GitHubRecords } from '../ledger/github-records.ts';
import { readHere } from '../ledger/here.ts';
import { markOf, RecordText } from '../ledger/record-text.ts';
import type { ModeResult } from '../report/end-step.ts';
import { unreached, unreachedPurchase } from '../report/leaks.ts';
import { commandsByHand, lookByHand } from '../report/by-hand.ts';
import { markup, type Markdown } from '../report/markdown.ts';
import { orderJson } from '../report/outputs.ts';
import {
  leftRow,
  purchaseRow,
  sweptRow,
  sweepTable,
  type SweptRow,
} from '../report/sweep-table.ts';
import type { PreparedStep } from './step.ts';

/** For finding out what is open; giving back has `release-timeout` for itself. */
const FINDING_MS = 300_000;

/** For a few questions to GitHub, which has just answered. */
const ASKING_AGAIN_MS = 30_000;

/** `mode: sweep`: gives back what dead runs left open. Nothing open is no failure. */
export function runSweep(
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Promise<ModeResult> {
  switch (inputs.scope) {
    case 'ledger':
      return sweepLedgers(step, inputs, env);
    case 'token':
      return sweepToken(step, inputs);
  }
}

async function sweepLedgers(
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Promise<ModeResult> {
  const { local } = step;
  const within = (ms: number): CallLimits => ({
    deadline: local.clock.now() + ms,
    signal: local.stop,
  });
  const records = await openRecords(step, inputs, env);
  const read = await readLedgers(
    readHere(env),
    markOf,
    records,
    within(FINDING_MS),
    local.reporter,
  );
  const found = await stillFinished(read, records, within(ASKING_AGAIN_MS));
  const runOf = new Map(found.open.map(({ lease, runId }) => [lease.orderId, runId]));
  const seen = markup`Ledgers of ${found.finishedRuns} finished run(s); ${found.closed} order(s) were closed by their own runs.`;
  const leases = found.open.map(({ lease }) => lease);
  let ports: Ports;
  try {
    if (leases.length + found.unanswered.length === 0) {
      return swept([], found.failures, leftOf(found), seen);
    }
    ports = await step.connect();
  } catch (error) {
    const byHand = commandsByHand(inputs['api-url'], inputs['api-dialect']);
    const failures = [
      ...leases.map((lease) => unreached(lease, error, byHand)),
      ...found.unanswered.map(({ intent }) =>
        unreachedPurchase(intent, error, lookByHand(inputs['api-url'], intent.dialect)),
      ),
    ];
    return swept([], [...found.failures, ...failures], leftOf(found), seen);
  }
  const limits = limitsOf(inputs, ports);
  const [released, judged] = await Promise.all([
    releaseOrders(leases, limits, ports),
    judgeUnanswered(found.unanswered, found.known, limits, ports),
  ]);
  const orders = released.map((entry) => sweptOrder(entry, ports));
  return swept(
    leases,
    [
      ...found.failures,
      ...orders.flatMap(failureOf),
      ...judged.flatMap(({ failure }) => (failure === null ? [] : [failure])),
    ],
    [
      ...orders.map((entry) => sweptRow(entry, runOf.get(entry.lease.orderId) ?? null)),
      ...judged.map(purchaseRow),
      ...leftOf(found),
    ],
    seen,
  );
}

async function openRecords(
  { local }: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Promise<GitHubRecords> {
  const here = readHere(env);
  const { openGitHub, fileInZip } = await import(/* webpackIgnore: true */ '../github/index.ts');
  const edge = { github: openGitHub(inputs['github-token']), fileInZip };
  const text = new RecordText(inputs.token, inputs['api-url']);
  return new GitHubRecords(edge, here, text, local);
}

async function sweepToken(step: PreparedStep, inputs: Inputs): Promise<ModeResult> {
  const ports = await step.connect();
  const limits = { deadline: ports.clock.now() + FINDING_MS, signal: ports.stop };
  const found = await findByAge(inputs['older-than'], limits, ports);
  const released = await releaseOrders(found.open, limitsOf(inputs, ports), ports);
  const orders = released.map((entry) => sweptOrder(entry, ports));
  return swept(
    found.open,
    [...found.failures, ...orders.flatMap(failureOf)],
    [...orders.map((entry) => sweptRow(entry, null)), ...found.left.map(leftRow)],
    markup`${found.open.length + found.left.length} open order(s) of the token.`,
  );
}

function limitsOf(inputs: Inputs, { clock, halt }: Ports): CallLimits {
  return { deadline: clock.now() + inputs['release-timeout'], signal: halt };
}

function failureOf(entry: Swept): Failure[] {
  return entry.how === null ? [entry.failure] : [];
}

function leftOf(found: Found): SweptRow[] {
  return found.left.map(leftRow);
}

function swept(
  leases: readonly Lease[],
  failures: Failure[],
  rows: readonly SweptRow[],
  seen: Markdown,
): ModeResult {
  return {
    failures,
    outputs: { orders: JSON.stringify(leases.map((lease) => orderJson(lease))) },
    summary: sweepTable(seen, rows, failures.length === 0),
  };
}
