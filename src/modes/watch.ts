import type { Lease } from '../domain/lease.ts';
import { nextInterval, pollingInterval } from '../domain/polling.ts';
import type { Ports } from './ports.ts';
import { readOrders } from './read-orders.ts';
import type { Ask, Asked, WatchEnd } from './asked.ts';
import { WatchedOrder, type WatchedWish } from './watched-order.ts';

export interface WatchWish extends WatchedWish {
  intervalMs: number;
  requestsPerMinute: number;
  parallelJobs: number;
}

/** Who wants to know how it goes. */
export interface WatchTeller {
  /** After each reading, where somebody goes on waiting. */
  reading: (waiting: readonly Lease[]) => void;
  /** The order expires before the time-out, so the wait ends at `deadline`. */
  shortened: (lease: Lease, deadline: number) => void;
}

/** Room for the last read, which is made at the deadline, and for one retry of it. */
export const LAST_READ_MS = 12_000;

/**
 * Reads orders for whoever waits for their codes. However many ask for an order, it is read once for
 * all of them; while nobody asks, nothing is read. Nudges and new askers bring a read forward, but
 * then no order is read twice within three seconds.
 */
export class Watch {
  readonly #wish: WatchWish;
  readonly #ports: Ports;
  readonly #teller: WatchTeller;
  readonly #orders = new Map<string, WatchedOrder>();
  #intervalMs = 0;
  #running = false;
  #alarm = new AbortController();

  constructor(wish: WatchWish, ports: Ports, teller: WatchTeller) {
    this.#wish = wish;
    this.#ports = ports;
    this.#teller = teller;
  }

  /** Rejects for a defect alone. */
  ask(asked: Asked): Promise<WatchEnd> {
    const watched = this.#orderOf(asked.lease);
    return new Promise((resolve, reject) => {
      const ended = (): void => {
        asked.signal?.removeEventListener('abort', left);
        watched.asks.delete(ask);
      };
      const ask: Ask = {
        ...asked,
        start: this.#ports.clock.now(),
        settle: (end) => {
          ended();
          resolve(end);
        },
        fail: (defect) => {
          ended();
          reject(defect instanceof Error ? defect : new Error(String(defect)));
        },
      };
      const left = (): void => {
        ask.settle({ kind: 'stopped' });
        this.#alarm.abort();
      };
      asked.signal?.addEventListener('abort', left);
      watched.add(ask);
      if (asked.signal?.aborted === true) left();
      if (watched.asks.has(ask)) this.#want(watched);
    });
  }

  #orderOf(lease: Lease): WatchedOrder {
    const known = this.#orders.get(lease.orderId);
    if (known !== undefined) return known;
    const made = new WatchedOrder(lease, this.#wish, this.#ports, this.#teller.shortened);
    this.#orders.set(lease.orderId, made);
    return made;
  }

  #want(watched: WatchedOrder): void {
    watched.want();
    this.#alarm.abort();
    if (this.#running) return;
    this.#running = true;
    // Who asks in the same moment shares the first read.
    void Promise.resolve().then(() => this.#watchAll());
  }

  async #watchAll(): Promise<void> {
    const { stop, nudges } = this.#ports;
    const wake = (): void => {
      this.#alarm.abort();
    };
    stop.addEventListener('abort', wake);
    const unsubscribe = nudges?.subscribe((orderId) => {
      const watched = this.#orders.get(orderId);
      if (watched !== undefined && watched.asks.size > 0) this.#want(watched);
    });
    try {
      while (this.#waiting().length > 0 && !stop.aborted) await this.#nextRound();
      for (const ask of this.#asks()) ask.settle({ kind: 'stopped' });
    } catch (defect) {
      for (const ask of this.#asks()) ask.fail(defect);
    } finally {
      this.#running = false;
      unsubscribe?.();
      stop.removeEventListener('abort', wake);
    }
  }

  /** Sleeps until something is due, or reads what is. */
  async #nextRound(): Promise<void> {
    const { clock, provider } = this.#ports;
    const now = clock.now();
    const waiting = this.#waiting();
    const due = waiting.filter(({ dueAt }) => dueAt <= now);
    if (due.length === 0) {
      this.#alarm = new AbortController();
      const next = Math.min(...waiting.map(({ dueAt }) => dueAt));
      await clock.sleep(next - now, this.#alarm.signal);
      return;
    }
    // Where one request reads all of them, all go on in step.
    const isTurn = due.some(({ isWanted }) => !isWanted);
    await this.#read(provider.openOrders !== null && isTurn ? waiting : due);
    const still = this.#waiting().map(({ lease }) => lease);
    if (still.length > 0) this.#teller.reading(still);
  }

  async #read(round: readonly WatchedOrder[]): Promise<void> {
    const { provider, stop } = this.#ports;
    const base = this.#baseInterval();
    const limitedBefore = provider.rateLimitedAnswers();
    for (const watched of round) watched.beginRead();
    const deadline = Math.max(...round.map((watched) => watched.deadline)) + LAST_READ_MS;
    const ids = round.map(({ lease }) => lease.orderId);
    const orders = await readOrders(ids, { deadline, signal: stop }, this.#ports);
    const limited = provider.rateLimitedAnswers() > limitedBefore;
    this.#intervalMs = nextInterval(Math.max(this.#intervalMs, base), base, limited);
    const jitter = this.#jitter();
    for (const [place, watched] of round.entries()) {
      const order = orders[place];
      if (order !== undefined) await watched.take(order, this.#intervalMs, jitter);
    }
  }

  #baseInterval(): number {
    const { provider, nudges } = this.#ports;
    return pollingInterval({
      ...this.#wish,
      orders: this.#waiting().length,
      oneRequestForAll: provider.openOrders !== null,
      nudged: nudges?.isLive() ?? false,
    });
  }

  /** Jobs that share a token drift apart, so that they do not all ask in the same second. */
  #jitter(): number {
    if (this.#wish.parallelJobs <= 1) return 0;
    return Math.floor(this.#ports.random.unit() * this.#intervalMs * 0.1);
  }

  #waiting(): WatchedOrder[] {
    return [...this.#orders.values()].filter(({ asks }) => asks.size > 0);
  }

  #asks(): Ask[] {
    return this.#waiting().flatMap(({ asks }) => [...asks]);
  }
}
