import { isOpen, type Order } from './order.ts';

/** What the rules allow to be done with an order, and from when on. */
export type Windows = {
  readonly cancelAfterSeconds: number;
  readonly resendAfterSeconds: number;
};

export type Affordances = {
  readonly canCancel: boolean;
  readonly canFinish: boolean;
  readonly canResend: boolean;
  /** `undefined` where time changes nothing any more. */
  readonly cancelAvailableAt: number | undefined;
  readonly resendAvailableAt: number | undefined;
};

export function affordances(order: Order, windows: Windows, now: number): Affordances {
  const open = isOpen(order, now);
  const refundable = open && order.sms.length === 0;
  const cancelFrom = order.createdAt + windows.cancelAfterSeconds * 1000;
  // When a resend is allowed is not documented; that there is a time for it, is.
  const resendFrom =
    (order.resends.at(-1)?.at ?? order.createdAt) + windows.resendAfterSeconds * 1000;
  return {
    canCancel: refundable && now >= cancelFrom,
    canFinish: open && order.sms.length > 0,
    canResend: open && now >= resendFrom,
    cancelAvailableAt: refundable ? cancelFrom : undefined,
    resendAvailableAt: open ? resendFrom : undefined,
  };
}
