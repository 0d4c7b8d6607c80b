import { affordances } from '../../core/affordances.ts';
import {
  closedAt,
  otpCode,
  otpMessage,
  statusAt,
  type Order,
  type Status,
} from '../../core/order.ts';
import { canReactivate } from '../../core/purchase.ts';
import type { Provider } from '../../provider.ts';

const WORDS: Readonly<Record<Status, string>> = {
  waiting: 'ACTIVE',
  'otp-received': 'OTP_RECEIVED',
  completed: 'COMPLETED',
  cancelled: 'CANCELED',
  expired: 'EXPIRED',
};

export function openapiStatus(status: Status): string {
  return WORDS[status];
}

export function openapiTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Parts that every view of an order shares. */
function common(order: Order, provider: Provider, now: number) {
  const possible = affordances(order, provider.windows.openapi, now);
  return {
    id: order.id,
    status: openapiStatus(statusAt(order, now)),
    operator_id: order.operator.id,
    operator_name: order.operator.name,
    otp_code: otpCode(order),
    otp_received_at: timeOrNull(order.sms[0]?.at),
    expires_at: openapiTime(order.expiresAt),
    failed_reason: failedReason(order),
    can_finish: possible.canFinish,
    can_resend: possible.canResend,
    can_cancel: possible.canCancel,
    // No endpoint that replaces a number is documented, so nothing can be replaced.
    can_replace: false,
    can_reactivate: canReactivate(provider.account, order, now),
    resend_available_at: timeOrNull(possible.resendAvailableAt),
    cancel_available_at: timeOrNull(possible.cancelAvailableAt),
    replace_available_at: null,
  };
}

/** Every key always present. */
export function orderSummary(order: Order, provider: Provider, now: number) {
  return {
    ...common(order, provider, now),
    created_at: openapiTime(order.createdAt),
    product_id: order.productId,
    catalog_product_id: order.catalogProductId,
    phone_number: phoneNumber(order, now),
    amount: order.amount,
    otp_message: otpMessage(order),
    sms_revision: order.sms.length,
    canceled_at: order.closing?.kind === 'cancelled' ? openapiTime(order.closing.at) : null,
  };
}

/** What a create says of each order. */
export function orderItem(order: Order, provider: Provider, now: number) {
  return {
    ...common(order, provider, now),
    product_id: order.productId,
    catalog_product_id: order.catalogProductId,
    phone_number: phoneNumber(order, now),
    amount: order.amount,
  };
}

/** What the list of open orders says of each: no number, no creation time, no amount. */
export function orderStatus(order: Order, provider: Provider, now: number) {
  return {
    ...common(order, provider, now),
    otp_message: otpMessage(order),
    sms_revision: order.sms.length,
  };
}

function phoneNumber(order: Order, now: number): string | null {
  return now >= order.phoneKnownAt || closedAt(order, now) !== undefined ? order.phoneNumber : null;
}

/** Its words are not documented. */
function failedReason(order: Order): string | null {
  return order.closing?.kind === 'cancelled' && order.closing.by === 'provider'
    ? 'Cancelled by the provider'
    : null;
}

function timeOrNull(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : openapiTime(milliseconds);
}
