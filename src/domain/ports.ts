import type { Intent, JournalEvent } from './journal.ts';

/** Time as an argument. Epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or early, without an error, when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance as an argument. */
export interface Random {
  /** Lower-case hexadecimal text of so many random bytes. */
  hex(bytes: number): string;
  /** At least 0 and less than 1. */
  unit(): number;
}

/** The step's own write-ahead record. Both ways to write are synchronous. */
export interface Journal {
  /** For what must be on disk before the next thing happens: throws a `Failure` if it cannot be. */
  append(event: JournalEvent): void;
  /** For what only spares work later: never throws. */
  note(event: JournalEvent): void;
  /** Whether post has begun to clean up behind this step: nothing may be bought any more. */
  isClosed(): boolean;
}

/** A record of what is rented that outlives the runner, for whoever sweeps up after it. */
export interface Ledger {
  /**
   * Resolves when the purchase that is about to be made stands in it. Rejects with a `Failure` if it
   * cannot be put there, and then nothing may be bought. What comes of it, it learns by itself.
   */
  announce(intent: Intent): Promise<void>;
}

/** What a person reads while the step runs. */
export interface Reporter {
  info(line: string): void;
  notice(line: string): void;
  warning(line: string): void;
}

/**
 * Hints from outside that something happened to an order. They may be forged, doubled, late or never
 * come: each brings a read forward and is never the truth itself.
 */
export interface Nudges {
  /** @returns the call that ends the subscription */
  subscribe(onNudge: (orderId: string) => void): () => void;
  /** Whether any can come now. While none can, orders are read at the pace without nudges. */
  isLive(): boolean;
}
