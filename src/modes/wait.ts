import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import type { Order, Sms } from '../domain/order.ts';
import { explainNoCode } from './no-code.ts';
import type { Ports } from './ports.ts';
import { Watch, type WatchTeller, type WatchWish } from './watch.ts';
import type { WatchEnd } from './asked.ts';

export interface WaitWish extends WatchWish {
  timeoutMs: number;
  /** Only an SMS of a later revision counts; null: any. */
  after: number | null;
}

/** How the wait for one order ended. */
export type Waited =
  | { lease: Lease; order: Order; sms: Sms; code: string; failure: null }
  | { lease: Lease; order: Order | null; sms: Sms | null; code: null; failure: Failure };

/** A wait that ended with a code. */
export type Received = Extract<Waited, { failure: null }>;

/** Polls until each order has its code, has ended, or has used up its time. */
export async function waitForCodes(
  leases: readonly Lease[],
  wish: WaitWish,
  ports: Ports,
): Promise<Waited[]> {
  const { clock } = ports;
  const start = clock.now();
  const watch = new Watch(wish, ports, tellerOf(start, wish, ports));
  const { timeoutMs, after } = wish;
  return Promise.all(
    leases.map(async (lease) => {
      const end = await watch.ask({ lease, timeoutMs, after });
      return waitedFor(lease, end, { waitedMs: clock.now() - start, after });
    }),
  );
}

export function waitedFor(
  lease: Lease,
  end: WatchEnd,
  wait: { waitedMs: number; after: number | null },
): Waited {
  switch (end.kind) {
    case 'received':
      return { lease, order: end.order, sms: end.sms, code: end.code, failure: null };
    case 'ended': {
      const failure = explainNoCode(end.because, end.order, wait);
      return { lease, order: end.order, sms: smsOf(end.order), code: null, failure };
    }
    case 'unread':
      return { lease, order: null, sms: null, code: null, failure: end.failure };
    case 'stopped':
      return { lease, order: null, sms: null, code: null, failure: stopped(lease) };
  }
}

/** The log of a step that waits and does nothing else. */
export function tellerOf(
  start: number,
  { timeoutMs }: WaitWish,
  { clock, reporter }: Ports,
): WatchTeller {
  return {
    reading: (waiting) => {
      reporter.info(progress(waiting, clock.now() - start, timeoutMs));
    },
    shortened: ({ orderId, expiresAt }, deadline) => {
      reporter.notice(
        `Order ${orderId} expires at ${new Date(expiresAt ?? deadline).toISOString()}, so the wait ends after ${seconds(deadline - start, Math.ceil)} s instead of the "timeout" of ${String(timeoutMs / 1000)} s.`,
      );
    },
  };
}

function progress(waiting: readonly Lease[], waitedMs: number, timeoutMs: number): string {
  const time = `waiting ${seconds(waitedMs)} s of ${seconds(timeoutMs)} s`;
  const [first] = waiting;
  return first !== undefined && waiting.length === 1
    ? `${time}, order ${first.orderId}, ${first.status.toUpperCase().replaceAll('-', '_')}`
    : `${time}, ${String(waiting.length)} orders without a code`;
}

function seconds(ms: number, round: (value: number) => number = Math.round): string {
  return String(round(ms / 1000));
}

function smsOf({ state }: Order): Sms | null {
  return state.status === 'otp-received' || state.status === 'completed' ? state.sms : null;
}

function stopped(lease: Lease): Failure {
  return new Failure(
    'interrupted',
    `The step was stopped while waiting for the code of order ${lease.orderId}.`,
    { orderId: lease.orderId },
  );
}
