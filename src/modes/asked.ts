import type { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import type { Order, Sms } from '../domain/order.ts';
import type { NoCode } from '../domain/polling.ts';

/** One who waits for an order's code. */
export interface Asked {
  lease: Lease;
  timeoutMs: number;
  /** Only an SMS of a later revision counts; null: any. */
  after: number | null;
  /** Aborts when nobody wants the answer any more. */
  signal?: AbortSignal;
}

export type WatchEnd =
  | { kind: 'received'; order: Order; sms: Sms; code: string }
  | { kind: 'ended'; order: Order; because: NoCode }
  | { kind: 'unread'; failure: Failure }
  | { kind: 'stopped' };

export interface Ask extends Asked {
  start: number;
  settle: (end: WatchEnd) => void;
  fail: (defect: unknown) => void;
}
