import type { Account } from './account.ts';
import { affordances, type Windows } from './affordances.ts';
import { isOpen, statusAt, type Order } from './order.ts';
import { done, refused, type Outcome } from './refusal.ts';

type Name = number | string;

/** The guide lets one cancel after an SMS too, without a refund; the openapi dialect does not. */
export function cancel(
  account: Account,
  name: Name,
  windows: Windows,
  afterSms: 'allowed' | 'refused',
  now: number,
): Outcome<Order> {
  return account.with(name, now, (order) => {
    if (!isOpen(order, now) || (afterSms === 'refused' && order.sms.length > 0)) {
      return wrongState(order, 'cancelled', now);
    }
    const { canCancel, cancelAvailableAt } = affordances(order, windows, now);
    if (cancelAvailableAt !== undefined && !canCancel) {
      return refused({ kind: 'cancel-too-early', availableAt: cancelAvailableAt });
    }
    const capped = account.guard.cancelCapped(now);
    if (capped !== undefined) return refused({ kind: 'cancel-cap', retryAfterSeconds: capped });
    account.guard.cancelled(order.sms.length === 0, now);
    return done(close(account, { kind: 'cancelled', at: now, by: 'customer' }, order, now));
  });
}

export function finish(account: Account, name: Name, now: number): Outcome<Order> {
  return account.with(name, now, (order) =>
    isOpen(order, now) && order.sms.length > 0
      ? done(close(account, { kind: 'finished', at: now }, order, now))
      : wrongState(order, 'finished', now),
  );
}

/** Waits for another SMS. The code that is there stays there until the next one comes. */
export function resend(
  account: Account,
  name: Name,
  windows: Windows,
  now: number,
): Outcome<Order> {
  return account.with(name, now, (order) => {
    const { canResend, resendAvailableAt } = affordances(order, windows, now);
    if (resendAvailableAt === undefined) return wrongState(order, 'sent again', now);
    if (!canResend) return refused({ kind: 'resend-too-early', availableAt: resendAvailableAt });
    const resends = [...order.resends, { at: now, afterRevision: order.sms.length }];
    return done(account.note({ ...order, resends }, 'resend', now));
  });
}

export type Intervention = 'expire' | 'cancel' | 'finish';

/** The provider's doing, not the customer's: no window, no cap, no mark against the customer. */
export function intervene(
  account: Account,
  name: Name,
  change: Intervention,
  now: number,
): Outcome<Order> {
  return account.with(name, now, (order) => {
    if (!isOpen(order, now) || (change === 'finish' && order.sms.length === 0)) {
      return wrongState(order, `made to ${change}`, now);
    }
    switch (change) {
      case 'expire':
        return done(account.note({ ...order, expiresAt: now }, 'closing', now));
      case 'cancel':
        return done(close(account, { kind: 'cancelled', at: now, by: 'provider' }, order, now));
      case 'finish':
        return done(close(account, { kind: 'finished', at: now }, order, now));
    }
  });
}

function close(
  account: Account,
  closing: NonNullable<Order['closing']>,
  order: Order,
  now: number,
): Order {
  return account.note({ ...order, closing }, 'closing', now);
}

function wrongState(order: Order, wanted: string, now: number) {
  return refused({ kind: 'wrong-state', status: statusAt(order, now), wanted });
}
