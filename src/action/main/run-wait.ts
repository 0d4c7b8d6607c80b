import { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import { costOf } from '../../modes/give-back.ts';
import { waitForCodes } from '../../modes/wait.ts';
import type { ModeResult } from '../report/end-step.ts';
import type { Inputs } from '../inputs/input-list.ts';
import { jobOrders, requireReadable, wishedOrders } from '../disk/job-orders.ts';
import { unowned } from '../report/by-hand.ts';
import { judgedByAttempt } from '../report/run-attempt.ts';
import { maskCodes, waitOutputs } from '../report/outputs.ts';
import { refuseOnGuide } from '../inputs/openapi-only.ts';
import { nudgeWish, openNudges } from '../runtime/nudges.ts';
import { waitWish } from '../runtime/wait-wish.ts';
import type { PreparedStep } from './step.ts';
import { waitTable } from '../report/summary.ts';

/** `mode: wait`: waits for the codes of orders of this job, or of orders that it is handed. */
export async function runWait(step: PreparedStep, inputs: Inputs): Promise<ModeResult> {
  const known = jobOrders(step.folder, step.account);
  requireReadable(known);
  const leases = wishedOrders(inputs['order-id'], known);
  if (leases.length === 0) throw nothingToWaitFor();
  // An order of another job has no other owner that still runs: it is this step's from here on,
  // and on disk before the first request.
  const isForeign = ({ orderId }: Lease): boolean =>
    !known.all.some((lease) => lease.orderId === orderId);
  const foreign = leases.filter(isForeign);
  if (inputs['auto-release']) {
    try {
      for (const lease of foreign) step.local.journal.append({ type: 'adopted', lease });
    } catch (error) {
      return unowned(foreign, inputs, error);
    }
  }
  const ports = await step.connect();
  refuseOnGuide(inputs, ports.provider.dialect);
  const start = ports.clock.now();
  const { nudges, close } = await openNudges(nudgeWish(inputs), ports);
  const came = await waitForCodes(leases, await waitWish(inputs), { ...ports, nudges }).finally(
    close,
  );
  const waited = came.map((entry) =>
    isForeign(entry.lease) ? judgedByAttempt(entry, step.attempt, ports.reporter) : entry,
  );
  maskCodes(waited);
  const seconds = Math.round((ports.clock.now() - start) / 1000);
  const got = waited.filter(({ code }) => code !== null);
  for (const { lease } of got) {
    ports.reporter.info(`The code of order ${lease.orderId} is here after ${String(seconds)} s.`);
  }
  const failures = waited.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const enough = inputs['allow-partial'] && got.length > 0;
  if (enough && failures.length > 0) {
    ports.reporter.warning(
      `${String(got.length)} of ${String(waited.length)} codes came: ${failures.map((failure) => failure.describe()).join(' ')}`,
    );
  }
  const cost = costOf(waited);
  return {
    failures: enough ? [] : failures,
    outputs: {
      ...waitOutputs(waited),
      'waited-seconds': String(seconds),
      cost: cost === null ? '' : String(cost),
    },
    summary: waitTable(waited, seconds),
  };
}

function nothingToWaitFor(): Failure {
  return new Failure(
    'not-found',
    'There is no order to wait for: this job has none open, or "order-id" is an empty list. Put a step with "mode: acquire" before this one, or set "order-id" to the order of another job.',
  );
}
