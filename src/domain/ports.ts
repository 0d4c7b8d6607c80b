import type { JournalEvent } from './journal.ts';

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
}

/** The step's own write-ahead record. `append` is synchronous and throws when it cannot write. */
export interface Journal {
  append(event: JournalEvent): void;
  /** Whether post has begun to clean up behind this step: nothing may be bought any more. */
  isClosed(): boolean;
}

/** What a person reads while the step runs. */
export interface Reporter {
  info(line: string): void;
  notice(line: string): void;
  warning(line: string): void;
}
