/** The two published descriptions of the provider's API; see the README, "Two dialects". */
export type Dialect = 'guide' | 'openapi';

export type OrderStatus = 'waiting' | 'otp-received' | 'completed' | 'cancelled' | 'expired';

/** An SMS as the provider shows it. `code` is what it recognised in the text, leading zeros kept. */
export interface Sms {
  code: string | null;
  message: string | null;
  /** Counts the messages of one order from 1; null where the dialect has no such count. */
  revision: number | null;
}

/**
 * The life of an order. Waiting may carry a stale SMS: after a resend the provider goes back to
 * waiting and still shows the old code, which is not an answer to the new request.
 */
export type OrderState =
  | { status: 'waiting'; stale: Sms | null }
  | { status: 'otp-received'; sms: Sms }
  | { status: 'completed'; sms: Sms | null }
  | { status: 'cancelled' }
  | { status: 'expired' };

/** What the server says may be done with the order now; null where it says nothing. */
export interface OrderPermissions {
  finish: boolean | null;
  cancel: boolean | null;
  /** Epoch milliseconds. */
  cancelAvailableAt: number | null;
}

/** What the server says of asking for the SMS once more; null where it says nothing. */
export interface ResendPermission {
  allowed: boolean | null;
  /** Epoch milliseconds. */
  availableAt: number | null;
}

/** One reading of an order. Times are epoch milliseconds, money is whole IDR. */
export interface Order {
  id: string;
  state: OrderState;
  permissions: OrderPermissions;
  resend: ResendPermission;
  /** E.164, with the plus sign. */
  phoneNumber: string | null;
  amount: number | null;
  productId: string | null;
  catalogProductId: string | null;
  createdAt: number | null;
  expiresAt: number | null;
}

/** Whether an SMS reached the order: from then on the provider refunds nothing. */
export function smsArrived(order: Order): boolean {
  switch (order.state.status) {
    case 'otp-received':
    // Only an order with an SMS can be finished, whether or not the provider still shows it.
    case 'completed':
      return true;
    case 'waiting':
      return order.state.stale !== null;
    case 'cancelled':
    case 'expired':
      return false;
  }
}

/** The SMS that a reading shows, a stale one too. */
export function shownSms({ state }: Order): Sms | null {
  switch (state.status) {
    case 'otp-received':
    case 'completed':
      return state.sms;
    case 'waiting':
      return state.stale;
    case 'cancelled':
    case 'expired':
      return null;
  }
}

/** Whether nothing more can happen to the order. */
export function isClosed(state: OrderState): boolean {
  switch (state.status) {
    case 'completed':
    case 'cancelled':
    case 'expired':
      return true;
    case 'waiting':
    case 'otp-received':
      return false;
  }
}
