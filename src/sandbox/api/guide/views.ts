import { countryOf, serviceOf, type Catalog } from '../../catalog/catalog.ts';
import type { Offer } from '../../core/inventory.ts';
import { otpCode, statusAt, type Order, type Status } from '../../core/order.ts';

const WORDS: Readonly<Record<Status, string>> = {
  waiting: 'WAITING',
  'otp-received': 'OTP_RECEIVED',
  completed: 'COMPLETED',
  cancelled: 'CANCELLED',
  expired: 'EXPIRED',
};

export function guideStatus(status: Status): string {
  return WORDS[status];
}

/** The guide writes whole seconds: `2026-03-16T14:05:00Z`. */
export function guideTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function guideProduct(offer: Offer, catalog: Catalog): Record<string, unknown> {
  return {
    id: offer.id,
    country: countryOf(catalog, offer).slug,
    platform: serviceOf(catalog, offer).code,
    price: offer.price,
    available_count: offer.available,
  };
}

export function guideCreated(order: Order, now: number): Record<string, unknown> {
  return {
    order_id: order.ref,
    phone_number: order.phoneNumber,
    status: guideStatus(statusAt(order, now)),
    expires_at: guideTime(order.expiresAt),
  };
}

/** The guide documents `status` and `otp_code` of a read order; the rest is what a create says. */
export function guideOrder(order: Order, now: number): Record<string, unknown> {
  return { ...guideCreated(order, now), otp_code: otpCode(order) };
}
