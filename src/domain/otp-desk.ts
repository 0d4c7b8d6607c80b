import type { Failure } from './failure.ts';
import type { OrderStatus } from './order.ts';

/** What somebody who waits for a code wants to know. */
export interface OtpQuestion {
  orderId: string;
  timeoutMs: number;
  /** Only an SMS of a later revision answers; null: any. */
  after: number | null;
  /** Aborts when the asker has gone. */
  signal: AbortSignal;
}

export type OtpAnswer =
  | { kind: 'code'; phoneNumber: string; code: string; revision: number | null }
  /** No (later) SMS came in time; the order may still get one. */
  | { kind: 'timed-out' }
  /** Nothing can come any more. */
  | { kind: 'closed'; status: OrderStatus }
  /** An SMS without a usable code, or the provider could not be asked. */
  | { kind: 'failed'; failure: Failure };

/** Where codes are asked for. However many ask, the provider is read once for all of them. */
export interface OtpDesk {
  /** Never rejects. */
  ask(question: OtpQuestion): Promise<OtpAnswer>;
}
