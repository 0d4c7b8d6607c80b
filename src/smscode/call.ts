import type { Failure, FailureContext } from '../domain/failure.ts';
import type { Refusal } from './errors.ts';

/** What may be repeated after what. The endpoint knows it; a status code does not. */
export type Repeatable =
  /** Reads: after anything that may pass. */
  | 'always'
  /** Carries an idempotency key the server honours: after any answer in the envelope. */
  | 'keyed'
  /** Spends without such a key: only after answers that surely mean "nothing was done". */
  | 'refused-only'
  /** Closing an order: after a 429. Anything else is decided by reading the order again. */
  | 'rate-limited-only';

export interface Endpoint {
  method: 'GET' | 'POST';
  /** Below the base, with its leading slash and query. */
  path: string;
  body?: string;
  idempotencyKey?: string;
  repeatable: Repeatable;
}

/** How one call ended when no retry is left. */
export type CallResult =
  | { kind: 'data'; data: unknown; meta: unknown; context: FailureContext }
  | { kind: 'refusal'; refusal: Refusal; failure: Failure; status: number; retryAt: number | null }
  /** Nothing reached the server. */
  | { kind: 'unsent'; failure: Failure }
  /** It was sent, and what came back (if anything) is not an answer of the API. */
  | { kind: 'lost'; failure: Failure; how: 'cut' | 'unclear' | 'settling'; retryAt: number | null };
