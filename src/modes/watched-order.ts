import { Failure } from '../domain/failure.ts';
import { mayBeUnknownYet, type Lease } from '../domain/lease.ts';
import { isClosed, shownSms, type Order } from '../domain/order.ts';
import type { CodeRules } from '../domain/otp/read-code.ts';
import { decidePolling, MINIMUM_POLL_INTERVAL_MS, pollingDeadline } from '../domain/polling.ts';
import { nextResendStep } from '../domain/resend-plan.ts';
import { askToResend } from './ask-to-resend.ts';
import type { Ask } from './asked.ts';
import type { Ports } from './ports.ts';

export interface WatchedWish {
  rules: CodeRules;
  /** When the provider is asked to send again if nothing came; null: never. */
  resendAfterMs: number | null;
}

/** One request to send again, and two more if it is refused. */
const RESENDS = 3;

/** One order, who waits for its code, and when it is to be read for them. */
export class WatchedOrder {
  readonly asks = new Set<Ask>();
  readonly #lease: Lease;
  readonly #wish: WatchedWish;
  readonly #ports: Ports;
  /** Told when the order expires before a time-out, so that the wait ends at `deadline`. */
  readonly #onShortened: (lease: Lease, deadline: number) => void;
  /** Epoch milliseconds of the next read. */
  #dueAt = Number.POSITIVE_INFINITY;
  #isWanted = true;
  /** When the last read was begun. */
  #readAt = Number.NEGATIVE_INFINITY;
  #order: Order | null = null;
  #resends = RESENDS;

  constructor(
    lease: Lease,
    wish: WatchedWish,
    ports: Ports,
    onShortened: (lease: Lease, deadline: number) => void,
  ) {
    this.#lease = lease;
    this.#wish = wish;
    this.#ports = ports;
    this.#onShortened = onShortened;
  }

  get lease(): Lease {
    return this.#lease;
  }

  get dueAt(): number {
    return this.#dueAt;
  }

  /** Whether a nudge or a new asker wants it read before its turn. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** The latest moment at which one of its askers gives up, epoch milliseconds. */
  get deadline(): number {
    return Math.max(...[...this.asks].map(deadlineOf));
  }

  /** A reading that is not older than two reads may be close to each other answers at once. */
  add(ask: Ask): void {
    this.asks.add(ask);
    this.#tellIfShortened(ask);
    const now = this.#ports.clock.now();
    if (this.#order !== null && now - this.#readAt < MINIMUM_POLL_INTERVAL_MS) {
      this.#judge(this.#order, now, 0, ask);
    }
  }

  /** Brings the next read forward, but never so that two are close to each other. */
  want(): void {
    this.#isWanted = true;
    this.#dueAt = Math.min(this.#dueAt, this.#earliest());
  }

  beginRead(): void {
    this.#readAt = this.#ports.clock.now();
    this.#isWanted = false;
  }

  /** What a reading means for each who waits, and when the order is read again. */
  async take(seen: Order | Failure, intervalMs: number, jitterMs: number): Promise<void> {
    const now = this.#ports.clock.now();
    let next = now + intervalMs;
    if (seen instanceof Failure) {
      for (const ask of [...this.asks]) {
        const deadline = deadlineOf(ask);
        if (isNotKnownYet(ask.lease, seen, now, deadline)) next = Math.min(next, deadline);
        else ask.settle({ kind: 'unread', failure: seen });
      }
    } else {
      const order = this.#learn(seen);
      for (const ask of [...this.asks]) {
        next = Math.min(next, this.#judge(order, now, intervalMs, ask) ?? next);
      }
      next = Math.min(next, (await this.#resend(order, now)) ?? next);
    }
    if (this.asks.size === 0) this.#dueAt = Number.POSITIVE_INFINITY;
    else this.#dueAt = this.#isWanted ? this.#earliest() : next + jitterMs;
  }

  #earliest(): number {
    return Math.max(this.#ports.clock.now(), this.#readAt + MINIMUM_POLL_INTERVAL_MS);
  }

  /** When to read again for this asker, or null if it has its answer. */
  #judge(order: Order, now: number, intervalMs: number, ask: Ask): number | null {
    const deadline = deadlineOf(ask);
    const plan = { deadline, intervalMs, after: ask.after, rules: this.#wish.rules };
    const decision = decidePolling(order, now, plan);
    switch (decision.kind) {
      case 'poll-again':
        return decision.at;
      case 'received':
        ask.settle({ kind: 'received', order, sms: decision.sms, code: decision.code });
        return null;
      case 'ended':
        // A time-out is only ever said after a reading that was begun at the deadline.
        if (decision.because.as === 'otp-timeout' && this.#readAt < deadline) return deadline;
        ask.settle({ kind: 'ended', order, because: decision.because });
        return null;
    }
  }

  /** @returns when the order is to be read for it, epoch milliseconds; null: in its turn */
  async #resend(order: Order, now: number): Promise<number | null> {
    const { resendAfterMs } = this.#wish;
    if (resendAfterMs === null || this.#resends === 0 || this.asks.size === 0) return null;
    const asks = [...this.asks];
    const first = Math.min(...asks.map(({ start }) => start));
    const step = nextResendStep(order, now, first + resendAfterMs);
    switch (step.do) {
      case 'nothing':
        return null;
      case 'read-at':
        return Math.max(step.at, now + MINIMUM_POLL_INTERVAL_MS);
      case 'resend': {
        const isOver = await askToResend(this.#lease.orderId, this.deadline, this.#ports);
        this.#resends = isOver ? 0 : this.#resends - 1;
        // What was there before is not what was asked for.
        const seen = shownSms(order)?.revision ?? null;
        if (isOver && seen !== null) {
          for (const ask of asks) ask.after = Math.max(ask.after ?? 0, seen);
        }
        return null;
      }
    }
  }

  /** What a reading adds to what is known of the order; its expiry can shorten the wait. */
  #learn(seen: Order): Order {
    const isNew = this.#lease.expiresAt === null && seen.expiresAt !== null;
    for (const lease of new Set([this.#lease, ...[...this.asks].map((ask) => ask.lease)])) {
      lease.status = seen.state.status;
      lease.price ??= seen.amount;
      if (lease.phoneNumber === '') lease.phoneNumber = seen.phoneNumber ?? '';
      lease.expiresAt ??= seen.expiresAt;
    }
    if (isNew && !isClosed(seen.state)) for (const ask of this.asks) this.#tellIfShortened(ask);
    // The list of open orders lacks the number.
    const phoneNumber = seen.phoneNumber ?? (this.#lease.phoneNumber || null);
    this.#order = { ...seen, phoneNumber };
    return this.#order;
  }

  #tellIfShortened({ start, timeoutMs, lease }: Ask): void {
    const { deadline, shortened } = pollingDeadline(start, timeoutMs, lease.expiresAt);
    if (shortened) this.#onShortened(lease, deadline);
  }
}

function deadlineOf({ start, timeoutMs, lease }: Ask): number {
  return pollingDeadline(start, timeoutMs, lease.expiresAt).deadline;
}

/** A server may not know at once what it has just sold; until the deadline it is asked again. */
function isNotKnownYet(lease: Lease, { kind }: Failure, now: number, deadline: number): boolean {
  return kind === 'not-found' && mayBeUnknownYet(lease, now) && now < deadline;
}
