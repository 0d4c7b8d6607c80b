import { costOf, releaseOrders } from '../modes/give-back.ts';
import type { ModeResult } from './end-step.ts';
import type { Inputs } from './inputs.ts';
import { jobOrders, leaseOf } from './job-orders.ts';
import { orderJson } from './outputs.ts';
import { logReporter } from './reporter.ts';
import type { JobFolder } from './job-folder.ts';
import type { Step } from './step.ts';
import { releaseTable } from './summary.ts';

/** `mode: release`: gives orders back now. Nothing open is no failure: releasing twice is fine. */
export async function runRelease(
  folder: JobFolder,
  open: () => Promise<Step>,
  inputs: Inputs,
): Promise<ModeResult> {
  const known = jobOrders(folder);
  const handed = inputs['order-id'].map((order) => leaseOf(order, known.all));
  const leases = handed.length > 0 ? handed : known.open.map((lease) => ({ ...lease }));
  if (leases.length === 0) {
    logReporter.info('This job has no open order: nothing to give back.');
    return { failures: [], outputs: { orders: '[]', cost: '0' }, summary: 'Nothing was open.' };
  }
  const { ports } = await open();
  const released = await releaseOrders(
    leases,
    { deadline: ports.clock.now() + inputs['release-timeout'], signal: ports.halt },
    ports,
  );
  const cost = costOf(released);
  const [first] = leases;
  return {
    failures: released.flatMap((entry) => (entry.how === null ? [entry.failure] : [])),
    outputs: {
      orders: JSON.stringify(leases.map((lease) => orderJson(lease))),
      cost: cost === null ? '' : String(cost),
      ...(first === undefined ? {} : { status: first.status }),
    },
    summary: releaseTable(released),
  };
}
