import type { Failure } from './failure.ts';
import type { Offer } from './offer.ts';
import type { Dialect, Order } from './order.ts';
import type { RefusalReason } from './release-plan.ts';

/** Limits of one call. Both are kept while it waits for a retry as well. */
export interface CallLimits {
  /** Epoch milliseconds: a retry that would start later is not made. */
  deadline: number;
  /** Ends the call at once with `interrupted`, also in the middle of an exchange. */
  signal?: AbortSignal;
  /** From then on no exchange is begun; one that is under way may end. Default: `signal`. */
  stop?: AbortSignal;
  /** Asked before each exchange, a repeated one too: false means that none may be begun. */
  mayLeave?: () => boolean;
  /** Leaves at once rather than not at all where the request budget would outlast the deadline. */
  urgent?: boolean;
}

/** A purchase exactly as it is sent: what stands in the journal is what may be replayed. */
export interface PurchaseRequest {
  path: string;
  body: string;
  idempotencyKey: string;
}

export type PurchaseReply =
  | { outcome: 'bought'; orders: Order[] }
  /** The provider has none of this product; another one may do. Nothing was bought. */
  | { outcome: 'sold-out' }
  /** An answer of another kind, or nothing was sent at all. Nothing was bought. */
  | { outcome: 'refused'; failure: Failure }
  /** Bytes left and no believable answer came: it may have been bought. See `RecoveryProgress`. */
  | { outcome: 'lost'; failure: Failure; how: 'cut' | 'unclear' | 'settling' | 'key-refused' };

/** How a request to cancel or finish ended. After anything but a confirmed `done` it is read again. */
export type ClosingReply =
  /** `confirmed`: the answer names the closed state, and does not only say success. */
  | { outcome: 'done'; refund: number | null; confirmed: boolean }
  /** Not now, not in this state, or no believable answer; `retryAt` if the provider named a time. */
  | { outcome: 'refused'; failure: Failure; why: RefusalReason; retryAt: number | null };

/** How a request to send the SMS again ended. It costs nothing, and is never repeated blindly. */
export type ResendReply =
  | { outcome: 'sent' }
  | { outcome: 'refused'; failure: Failure }
  /** Bytes left and no believable answer came. */
  | { outcome: 'unclear'; failure: Failure };

/** A list of orders as far as it can be read. */
export interface OrderList {
  orders: Order[];
  /** Entries that could not be read: any of them may be any order. */
  unreadable: number;
}

/** Part of the list of a token's orders, newest first. */
export interface OrderPage extends OrderList {
  /** Where the next page begins, null at the end of the list. */
  next: number | null;
}

/**
 * The provider in our words. Every method rejects with a {@link Failure} alone. Retries that the
 * endpoint allows have been made before a method settles.
 */
export interface Provider {
  readonly dialect: Dialect;
  /** Whole IDR. */
  balance(limits: CallLimits): Promise<number>;
  /**
   * What can be rented, stocked or not. Without country or platform: all that the catalog shows.
   * Rejects with `invalid-input` for a name that the catalog does not know.
   */
  offers(country: string | null, platform: string | null, limits: CallLimits): Promise<Offer[]>;
  /** Rejects with `invalid-input` for a name that the catalog does not know; where it can tell. */
  requireCountries(countries: readonly string[], limits: CallLimits): Promise<void>;
  /** Forgets what {@link offers} remembers: it proved wrong. */
  forgetOffers(): void;
  /** The request that rents one number; nothing is sent. `offer` null: by `productId` alone. */
  purchaseRequest(
    what: { productId: string } | { offer: Offer; bestSuccess: boolean; maxPrice: number | null },
    idempotencyKey: string,
  ): PurchaseRequest;
  purchase(request: PurchaseRequest, limits: CallLimits): Promise<PurchaseReply>;
  order(id: string, limits: CallLimits): Promise<Order>;
  /** Every open order of the token by one request; null where the dialect cannot. */
  openOrders: ((limits: CallLimits) => Promise<OrderList>) | null;
  /** The token's orders, newest first, by pages; null where the dialect has no list. */
  newestOrders: ((offset: number, limits: CallLimits) => Promise<OrderPage>) | null;
  cancel(id: string, limits: CallLimits): Promise<ClosingReply>;
  /** Null where the dialect has no such call. */
  finish: ((id: string, limits: CallLimits) => Promise<ClosingReply>) | null;
  /** Asks for the SMS once more; null where the dialect has no such call. */
  resend: ((id: string, limits: CallLimits) => Promise<ResendReply>) | null;
  /** A line for a person's shell that gives the order back; it takes the token from its variable. */
  releaseCommand(id: string, how: 'cancel' | 'finish'): string;
  /** A line for a person's shell that lists the newest orders; null where the dialect cannot. */
  listCommand(): string | null;
  /** How many answers so far were "too many requests". */
  rateLimitedAnswers(): number;
}
