import { Failure } from '../domain/failure.ts';
import { mayBeUnknownYet, type Lease } from '../domain/lease.ts';
import { isClosed, type Order, type Sms } from '../domain/order.ts';
import {
  decidePolling,
  nextInterval,
  pollingDeadline,
  pollingInterval,
} from '../domain/polling.ts';
import { explainNoCode } from './no-code.ts';
import type { Ports } from './ports.ts';
import { readOrders } from './read-orders.ts';

export interface WaitWish {
  timeoutMs: number;
  intervalMs: number;
  requestsPerMinute: number;
  parallelJobs: number;
}

/** How the wait for one order ended. */
export type Waited =
  | { lease: Lease; order: Order; sms: Sms; code: string; failure: null }
  | { lease: Lease; order: Order | null; sms: Sms | null; code: null; failure: Failure };

/** Room for the last read, which is made at the deadline, and for one retry of it. */
const LAST_READ_MS = 12_000;

interface Pending {
  lease: Lease;
  deadline: number;
}

/** Polls until each order has its code, has ended, or has used up its time. */
export async function waitForCodes(
  leases: readonly Lease[],
  wish: WaitWish,
  ports: Ports,
): Promise<Waited[]> {
  const { clock, reporter, provider } = ports;
  const start = clock.now();
  const base = pollingInterval({
    ...wish,
    orders: leases.length,
    oneRequestForAll: provider.openOrders !== null,
  });
  let interval = base;
  let pending: Pending[] = leases.map((lease) => {
    const { deadline } = pollingDeadline(start, wish.timeoutMs, lease.expiresAt);
    return { lease, deadline };
  });
  const done = new Map<Lease, Waited>();
  for (const { lease, deadline } of pending) noticeShortened(lease, deadline, start, wish, ports);
  while (pending.length > 0) {
    const rateLimitedBefore = provider.rateLimitedAnswers();
    const readings = await readAll(pending, ports);
    interval = nextInterval(interval, base, provider.rateLimitedAnswers() > rateLimitedBefore);
    const now = clock.now();
    let wakeAt = Number.POSITIVE_INFINITY;
    const still: Pending[] = [];
    for (const { item, order } of readings) {
      if (order instanceof Failure && isNotKnownYet(item, order, now)) {
        still.push(item);
        wakeAt = Math.min(wakeAt, now + interval, item.deadline);
        continue;
      }
      if (order instanceof Failure) {
        done.set(item.lease, {
          lease: item.lease,
          order: null,
          sms: null,
          code: null,
          failure: order,
        });
        continue;
      }
      learn(item, order, start, wish, ports);
      const decision = decidePolling(order, now, { deadline: item.deadline, intervalMs: interval });
      switch (decision.kind) {
        case 'poll-again':
          still.push(item);
          wakeAt = Math.min(wakeAt, decision.at);
          break;
        case 'received': {
          const { sms, code } = decision;
          done.set(item.lease, { lease: item.lease, order, sms, code, failure: null });
          break;
        }
        case 'ended': {
          const failure = explainNoCode(decision.as, order, now - start);
          done.set(item.lease, {
            lease: item.lease,
            order,
            sms: smsOf(order),
            code: null,
            failure,
          });
        }
      }
    }
    pending = still;
    if (pending.length === 0) break;
    reporter.info(progress(pending, now - start, wish.timeoutMs));
    await clock.sleep(Math.max(0, wakeAt + jitter(interval, wish, ports) - now), ports.stop);
    if (ports.stop.aborted) {
      for (const { lease } of pending) done.set(lease, stopped(lease));
      break;
    }
  }
  return leases.map((lease) => done.get(lease) ?? stopped(lease));
}

async function readAll(
  pending: readonly Pending[],
  ports: Ports,
): Promise<{ item: Pending; order: Order | Failure }[]> {
  const deadline = Math.max(...pending.map((item) => item.deadline)) + LAST_READ_MS;
  const ids = pending.map(({ lease }) => lease.orderId);
  const orders = await readOrders(ids, { deadline, signal: ports.stop }, ports);
  return pending.flatMap((item, place) => {
    const order = orders[place];
    return order === undefined ? [] : [{ item, order }];
  });
}

/** A server may not know at once what it has just sold; until the deadline it is asked again. */
function isNotKnownYet({ lease, deadline }: Pending, { kind }: Failure, now: number): boolean {
  return kind === 'not-found' && mayBeUnknownYet(lease, now) && now < deadline;
}

/** What a reading adds to what is known of the order; its expiry can shorten the wait. */
function learn(item: Pending, order: Order, start: number, wish: WaitWish, ports: Ports): void {
  const { lease } = item;
  lease.status = order.state.status;
  lease.price ??= order.amount;
  if (lease.phoneNumber === '') lease.phoneNumber = order.phoneNumber ?? '';
  if (lease.expiresAt !== null || order.expiresAt === null) return;
  lease.expiresAt = order.expiresAt;
  item.deadline = pollingDeadline(start, wish.timeoutMs, order.expiresAt).deadline;
  if (!isClosed(order.state)) noticeShortened(lease, item.deadline, start, wish, ports);
}

function noticeShortened(
  lease: Lease,
  deadline: number,
  start: number,
  wish: WaitWish,
  { reporter }: Ports,
): void {
  if (deadline >= start + wish.timeoutMs || lease.expiresAt === null) return;
  reporter.notice(
    `Order ${lease.orderId} expires at ${new Date(lease.expiresAt).toISOString()}, so the wait ends after ${String(Math.ceil((deadline - start) / 1000))} s instead of the "timeout" of ${String(wish.timeoutMs / 1000)} s.`,
  );
}

/** Jobs that share a token drift apart, so that they do not all ask in the same second. */
function jitter(intervalMs: number, wish: WaitWish, { random }: Ports): number {
  return wish.parallelJobs > 1 ? Math.floor(random.unit() * intervalMs * 0.1) : 0;
}

function progress(pending: readonly Pending[], waitedMs: number, timeoutMs: number): string {
  const time = `waiting ${String(Math.round(waitedMs / 1000))} s of ${String(Math.round(timeoutMs / 1000))} s`;
  const [first] = pending;
  return first !== undefined && pending.length === 1
    ? `${time}, order ${first.lease.orderId}, ${first.lease.status.toUpperCase().replaceAll('-', '_')}`
    : `${time}, ${String(pending.length)} orders without a code`;
}

function smsOf(order: Order): Sms | null {
  switch (order.state.status) {
    case 'otp-received':
    case 'completed':
      return order.state.sms;
    case 'waiting':
    case 'cancelled':
    case 'expired':
      return null;
  }
}

function stopped(lease: Lease): Waited {
  const failure = new Failure(
    'interrupted',
    `The step was stopped while waiting for the code of order ${lease.orderId}.`,
    { orderId: lease.orderId },
  );
  return { lease, order: null, sms: null, code: null, failure };
}
