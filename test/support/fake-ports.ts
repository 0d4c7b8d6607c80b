import { Failure, type FailureKind } from '../../src/domain/failure.ts';
import type { JournalEvent } from '../../src/domain/journal.ts';
import type { Offer } from '../../src/domain/offer.ts';
import type { Dialect, Order } from '../../src/domain/order.ts';
import type { Journal, Random, Reporter } from '../../src/domain/ports.ts';
import type {
  CallLimits,
  ClosingReply,
  Provider,
  PurchaseReply,
  PurchaseRequest,
} from '../../src/domain/provider.ts';
import type { Ports } from '../../src/modes/ports.ts';
import { VirtualClock } from './virtual-clock.ts';

/** An answer, or how it comes about; a failure rejects. */
export type Answer<T> = T | Failure | (() => T | Failure | Promise<T>);

/** Answers in turn; the last one stays. */
export interface Script {
  balance?: Answer<number>[];
  /** By country, or `any`. */
  offers?: Record<string, Answer<Offer[]>>;
  purchase?: Answer<PurchaseReply>[];
  /** By order id. */
  order?: Record<string, Answer<Order>[]>;
  openOrders?: Answer<Order[]>[];
  cancel?: Answer<ClosingReply>[];
  finish?: Answer<ClosingReply>[];
}

export const done: ClosingReply = { outcome: 'done', refund: 4_500 };

export function refused(kind: FailureKind, retryAt: number | null = null): ClosingReply {
  return { outcome: 'refused', failure: failure(kind), retryAt };
}

export const bought = (...orders: Order[]): PurchaseReply => ({ outcome: 'bought', orders });
export const soldOut: PurchaseReply = { outcome: 'sold-out' };
export const no = (kind: FailureKind): PurchaseReply => ({
  outcome: 'refused',
  failure: failure(kind),
});
export const lost = (how: 'cut' | 'unclear', kind: FailureKind = 'network'): PurchaseReply => ({
  outcome: 'lost',
  how,
  failure: failure(kind, 'the connection was cut'),
});

export function failure(kind: FailureKind, message: string = kind): Failure {
  return new Failure(kind, message);
}

/** A provider that answers by script and logs each call. */
export class FakeProvider implements Provider {
  readonly dialect: Dialect;
  readonly script: Script;
  readonly openOrders: Provider['openOrders'];
  readonly finish: Provider['finish'];
  /** Set by a test to say that answers were "too many requests". */
  rateLimited = 0;
  readonly purchases: PurchaseRequest[] = [];
  readonly limits: CallLimits[] = [];
  readonly #log: (entry: string) => void;
  readonly #used = new Map<string, number>();

  constructor(dialect: Dialect, script: Script, log: (entry: string) => void) {
    this.dialect = dialect;
    this.script = script;
    this.#log = log;
    const openapi = dialect === 'openapi';
    this.openOrders = openapi
      ? (limits) => this.#next('open-orders', script.openOrders, limits)
      : null;
    this.finish = openapi
      ? (id, limits) => this.#next(`finish ${id}`, script.finish, limits, 'finish')
      : null;
  }

  balance(limits: CallLimits): Promise<number> {
    return this.#next('balance', this.script.balance, limits);
  }

  offers(country: string | null, platform: string | null, limits: CallLimits): Promise<Offer[]> {
    const answer = this.script.offers?.[country ?? 'any'] ?? [];
    const name = `offers ${country ?? 'any'} ${platform ?? 'any'}`;
    return this.#next(name, [answer], limits);
  }

  forgetOffers(): void {
    this.#log('forget-offers');
  }

  purchaseRequest(
    what: Parameters<Provider['purchaseRequest']>[0],
    idempotencyKey: string,
  ): PurchaseRequest {
    const body =
      'productId' in what
        ? { product_id: what.productId }
        : {
            product_id: what.offer.productId,
            ...(what.bestSuccess ? { policy: 'best_success', max_price: what.maxPrice } : {}),
          };
    return { path: '/orders', body: JSON.stringify(body), idempotencyKey };
  }

  purchase(request: PurchaseRequest, limits: CallLimits): Promise<PurchaseReply> {
    this.purchases.push(request);
    const name = `purchase ${request.body} ${request.idempotencyKey}`;
    return this.#next(name, this.script.purchase, limits, 'purchase');
  }

  order(id: string, limits: CallLimits): Promise<Order> {
    return this.#next(`order ${id}`, this.script.order?.[id], limits);
  }

  cancel(id: string, limits: CallLimits): Promise<ClosingReply> {
    return this.#next(`cancel ${id}`, this.script.cancel, limits, 'cancel');
  }

  releaseCommand(id: string, how: 'cancel' | 'finish'): string {
    return `curl ${how} ${id}`;
  }

  rateLimitedAnswers(): number {
    return this.rateLimited;
  }

  async #next<T>(
    name: string,
    answers: Answer<T>[] | undefined,
    limits: CallLimits,
    group: string = name,
  ): Promise<T> {
    this.#log(name);
    this.limits.push(limits);
    const used = this.#used.get(group) ?? 0;
    this.#used.set(group, used + 1);
    const answer = answers?.[Math.min(used, answers.length - 1)];
    if (answer === undefined) throw new Error(`The script has no answer to "${name}".`);
    const value = answer instanceof Function ? await answer() : answer;
    if (value instanceof Failure) throw value;
    return value;
  }
}

/** Keeps what is appended; can be made unable to write, or closed by a tombstone. */
export class FakeJournal implements Journal {
  readonly events: JournalEvent[] = [];
  /** Says of an event that it cannot be written. */
  breaksAt: (event: JournalEvent) => boolean = () => false;
  closed = false;
  readonly #log: (entry: string) => void;

  constructor(log: (entry: string) => void) {
    this.#log = log;
  }

  append(event: JournalEvent): void {
    if (this.breaksAt(event)) throw failure('invalid-input', 'the disk is full');
    this.events.push(event);
    this.#log(`journal ${event.type}`);
  }

  note(event: JournalEvent): void {
    if (!this.breaksAt(event)) this.append(event);
  }

  isClosed(): boolean {
    return this.closed;
  }
}

/** Everything a mode touches, in the hands of a test. */
export interface World extends Ports {
  provider: FakeProvider;
  clock: VirtualClock;
  journal: FakeJournal;
  reporter: Reporter & { infos: string[]; notices: string[]; warnings: string[] };
  /** Calls and journal entries in the order in which they happened. */
  log: string[];
  /** The calls alone. */
  calls: () => string[];
  stopNow: () => void;
  haltNow: () => void;
}

export function world(dialect: Dialect, script: Script): World {
  const log: string[] = [];
  const write = (entry: string): void => void log.push(entry);
  const stop = new AbortController();
  const halt = new AbortController();
  const lines = { infos: [] as string[], notices: [] as string[], warnings: [] as string[] };
  return {
    provider: new FakeProvider(dialect, script, write),
    clock: new VirtualClock(),
    random: countingRandom(),
    journal: new FakeJournal(write),
    reporter: {
      ...lines,
      info: (line) => void lines.infos.push(line),
      notice: (line) => void lines.notices.push(line),
      warning: (line) => void lines.warnings.push(line),
    },
    stop: stop.signal,
    halt: halt.signal,
    log,
    calls: () => log.filter((entry) => !entry.startsWith('journal ') && entry !== 'forget-offers'),
    stopNow: () => {
      stop.abort();
    },
    haltNow: () => {
      halt.abort();
    },
  };
}

/** `01…01`, then `02…02` and so on, as long as asked for; the unit is always a half. */
export function countingRandom(): Random {
  let drawn = 0;
  return {
    hex: (bytes) => {
      drawn += 1;
      return drawn.toString(16).padStart(2, '0').repeat(bytes);
    },
    unit: () => 0.5,
  };
}
