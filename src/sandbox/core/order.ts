/** What happened to an order. Everything else about it follows from these facts and the time. */
export type Order = {
  readonly id: number;
  /** The same order's name in the guide dialect. */
  readonly ref: string;
  readonly productId: number;
  readonly catalogProductId: number;
  readonly operator: { readonly id: number; readonly name: string };
  readonly country: string;
  readonly platform: string;
  readonly amount: number;
  readonly phoneNumber: string;
  /** The openapi dialect may create an order first and name its number a little later. */
  readonly phoneKnownAt: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly sms: readonly Sms[];
  readonly resends: readonly Resend[];
  readonly closing: Closing | undefined;
};

export type Sms = { readonly at: number; readonly text: string; readonly code: string | null };

/** A resend waits for an SMS beyond those that were there when it was asked for. */
export type Resend = { readonly at: number; readonly afterRevision: number };

export type Closing =
  | { readonly kind: 'cancelled'; readonly at: number; readonly by: 'customer' | 'provider' }
  | { readonly kind: 'finished'; readonly at: number };

export type Status = 'waiting' | 'otp-received' | 'completed' | 'cancelled' | 'expired';

export function statusAt(order: Order, now: number): Status {
  switch (order.closing?.kind) {
    case 'cancelled':
      return 'cancelled';
    case 'finished':
      return 'completed';
    case undefined:
      break;
  }
  // What becomes of an order whose window closes after an SMS is not documented. It cannot be
  // EXPIRED (that refunds), and it cannot stay open: so it completes by itself.
  if (now >= order.expiresAt) return order.sms.length > 0 ? 'completed' : 'expired';
  return order.sms.length > awaitedRevision(order) ? 'otp-received' : 'waiting';
}

export function isOpen(order: Order, now: number): boolean {
  const status = statusAt(order, now);
  return status === 'waiting' || status === 'otp-received';
}

/** After an SMS there is no refund, ever. */
export function owesRefund(order: Order, now: number): boolean {
  const status = statusAt(order, now);
  return order.sms.length === 0 && (status === 'cancelled' || status === 'expired');
}

/** When the order left the open states, or `undefined` while it is open. */
export function closedAt(order: Order, now: number): number | undefined {
  if (order.closing !== undefined) return order.closing.at;
  return now >= order.expiresAt ? order.expiresAt : undefined;
}

/** The latest code: an SMS without one leaves the code of an earlier SMS standing. */
export function otpCode(order: Order): string | null {
  return order.sms.findLast((sms) => sms.code !== null)?.code ?? null;
}

export function otpMessage(order: Order): string | null {
  return order.sms.at(-1)?.text ?? null;
}

function awaitedRevision(order: Order): number {
  return order.resends.at(-1)?.afterRevision ?? 0;
}
