import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import { isClosed } from '../domain/order.ts';
import type { OtpAnswer, OtpDesk, OtpQuestion } from '../domain/otp-desk.ts';
import { explainNoCode } from './no-code.ts';
import type { Ports } from './ports.ts';
import { LAST_READ_MS, type Watch } from './watch.ts';
import type { WatchEnd } from './asked.ts';

/** Answers questions for the codes of these orders out of one watch over them. */
export class WatchDesk implements OtpDesk {
  readonly #leases: ReadonlyMap<string, Lease>;
  readonly #watch: Pick<Watch, 'ask'>;
  readonly #ports: Pick<Ports, 'clock'>;

  constructor(leases: readonly Lease[], watch: Pick<Watch, 'ask'>, ports: Pick<Ports, 'clock'>) {
    this.#leases = new Map(leases.map((lease) => [lease.orderId, lease]));
    this.#watch = watch;
    this.#ports = ports;
  }

  async ask({ orderId, timeoutMs, after, signal }: OtpQuestion): Promise<OtpAnswer> {
    const lease = this.#leases.get(orderId);
    if (lease === undefined) return { kind: 'failed', failure: unknownOrder(orderId) };
    const { clock } = this.#ports;
    const start = clock.now();
    const over = new AbortController();
    const leave = (): void => {
      over.abort();
    };
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    // A read that hangs for who waits longer keeps nobody beyond their own time.
    const late = clock
      .sleep(timeoutMs + LAST_READ_MS, over.signal)
      .then((): OtpAnswer => ({ kind: 'timed-out' }));
    const answered = this.#watch
      .ask({ lease, timeoutMs, after, signal: over.signal })
      .then((end) => answerOf(lease, end, { waitedMs: clock.now() - start, after }));
    try {
      return await Promise.race([answered, late]);
    } catch (defect) {
      return { kind: 'failed', failure: crashed(orderId, defect) };
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }
}

function answerOf(
  lease: Lease,
  end: WatchEnd,
  wait: { waitedMs: number; after: number | null },
): OtpAnswer {
  switch (end.kind) {
    case 'received':
      return {
        kind: 'code',
        phoneNumber: lease.phoneNumber,
        code: end.code,
        revision: end.sms.revision,
      };
    case 'unread':
      return { kind: 'failed', failure: end.failure };
    case 'stopped':
      return { kind: 'failed', failure: stopped(lease) };
    case 'ended': {
      const { because, order } = end;
      if (because.as === 'otp-timeout') return { kind: 'timed-out' };
      const isWithoutSms = because.as !== 'sms-without-code' && because.as !== 'wrong-domain';
      return isWithoutSms && isClosed(order.state)
        ? { kind: 'closed', status: order.state.status }
        : { kind: 'failed', failure: explainNoCode(because, order, wait) };
    }
  }
}

function unknownOrder(orderId: string): Failure {
  return new Failure('not-found', `Order ${orderId} is not one of those that are served here.`, {
    orderId,
  });
}

function stopped({ orderId }: Lease): Failure {
  return new Failure('interrupted', `The wait for the code of order ${orderId} was stopped.`, {
    orderId,
  });
}

function crashed(orderId: string, defect: unknown): Failure {
  const words = defect instanceof Error ? defect.message : String(defect);
  return new Failure('protocol', `Waiting for order ${orderId} failed unexpectedly: ${words}`, {
    orderId,
    cause: defect,
  });
}
