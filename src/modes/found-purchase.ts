import type { Failure } from '../domain/failure.ts';
import type { Order } from '../domain/order.ts';
import type { PurchaseReply } from '../domain/provider.ts';

/** What became of a purchase without an answer. */
export type Found =
  | { was: 'bought'; orders: Order[] }
  /** The replay was answered: nothing was bought. */
  | { was: 'refused'; reply: Extract<PurchaseReply, { outcome: 'sold-out' | 'refused' }> }
  /** The list of orders has no open one that it can have made. */
  | { was: 'not-bought' }
  /** `candidates` may be it, or a sibling's; `why` says how the last look ended. */
  | { was: 'unknown'; why: Failure; candidates: Order[] };
