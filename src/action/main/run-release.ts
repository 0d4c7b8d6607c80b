import type { Lease } from '../../domain/lease.ts';
import { costOf, releaseOrders, type Released } from '../../modes/give-back.ts';
import type { Ports } from '../../modes/ports.ts';
import type { ModeResult } from '../report/end-step.ts';
import type { Inputs } from '../inputs/input-list.ts';
import { jobOrders, type JobOrders, requireReadable, wishedOrders } from '../disk/job-orders.ts';
import { explainByAttempt } from '../report/run-attempt.ts';
import { orderJson } from '../report/outputs.ts';
import { markup } from '../report/markdown.ts';
import { unowned } from '../report/by-hand.ts';
import type { PreparedStep } from './step.ts';
import { releaseTable } from '../report/summary.ts';

/** `mode: release`: gives orders back now. Nothing open is no failure: releasing twice is fine. */
export async function runRelease(step: PreparedStep, inputs: Inputs): Promise<ModeResult> {
  const known = jobOrders(step.folder, step.account);
  if (inputs['order-id'] === null) requireReadable(known);
  const leases = wishedOrders(inputs['order-id'], known);
  if (leases.length === 0) {
    step.local.reporter.info('No order is open: nothing to give back.');
    return {
      failures: [],
      outputs: { orders: '[]', cost: '0' },
      summary: markup`Nothing was open.`,
    };
  }
  let ports: Ports;
  try {
    ports = await step.connect();
  } catch (error) {
    return unowned(leases, inputs, error);
  }
  const released = await releaseOrders(
    leases,
    { deadline: ports.clock.now() + inputs['release-timeout'], signal: ports.halt },
    ports,
  );
  const cost = costOf(released);
  const [first] = leases;
  return {
    failures: released.flatMap((entry) => {
      if (entry.how !== null) return [];
      const isOurs = known.all.some(({ orderId }) => orderId === entry.lease.orderId);
      return [isOurs ? entry.failure : explainByAttempt(entry.failure, step.attempt)];
    }),
    outputs: {
      orders: JSON.stringify(leases.map((lease) => orderJson(lease))),
      cost: cost === null ? '' : String(cost),
      // What nobody has read has no state: the lease of an order by its id alone only supposes one.
      ...(wasRead(released, first, known) ? { status: first.status } : {}),
    },
    summary: releaseTable(released),
  };
}

function wasRead(
  released: readonly Released[],
  first: Lease | undefined,
  { all }: JobOrders,
): first is Lease {
  if (first === undefined) return false;
  const entry = released.find(({ lease }) => lease.orderId === first.orderId);
  return (entry?.order ?? null) !== null || all.some(({ orderId }) => orderId === first.orderId);
}
