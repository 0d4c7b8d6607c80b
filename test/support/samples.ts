import type { Intent } from '../../src/domain/journal.ts';
import type { Lease } from '../../src/domain/lease.ts';
import type { Offer } from '../../src/domain/offer.ts';
import type { Order, OrderState, Sms } from '../../src/domain/order.ts';
import { START } from './fake-clock.ts';

/** When the sample orders expire: 20 minutes after the start. */
export const EXPIRY = START + 20 * 60_000;

export function offer(productId: string, more: Partial<Offer> = {}): Offer {
  return {
    productId,
    catalogProductId: null,
    country: 'indonesia',
    countryCode: 'ID',
    platform: 'whatsapp',
    price: 4_500,
    available: 50,
    ...more,
  };
}

export function order(id: string, more: Partial<Order> = {}): Order {
  return {
    id,
    state: { status: 'waiting', stale: null },
    permissions: { finish: null, cancel: null, cancelAvailableAt: null },
    resend: { allowed: null, availableAt: null },
    phoneNumber: '+628123456789',
    amount: 4_500,
    productId: '42',
    catalogProductId: null,
    createdAt: START,
    expiresAt: EXPIRY,
    ...more,
  };
}

export function sms(code: string | null, more: Partial<Sms> = {}): Sms {
  return { code, message: code === null ? null : `Your code is ${code}`, revision: 1, ...more };
}

export const closed = (status: 'cancelled' | 'expired'): { state: OrderState } => ({
  state: { status },
});

export function withCode(id: string, code: string | null, more: Partial<Order> = {}): Order {
  return order(id, { state: { status: 'otp-received', sms: sms(code) }, ...more });
}

export function lease(orderId: string, more: Partial<Lease> = {}): Lease {
  return {
    orderId,
    phoneNumber: '+628123456789',
    country: 'indonesia',
    countryCode: 'ID',
    platform: 'whatsapp',
    price: 4_500,
    currency: 'IDR',
    status: 'waiting',
    expiresAt: EXPIRY,
    rentedAt: START,
    ...more,
  };
}

export function intent(key: string, more: Partial<Intent> = {}): Intent {
  return {
    key,
    path: '/orders/create',
    body: '{"product_id":42}',
    dialect: 'openapi',
    at: START,
    country: 'indonesia',
    countryCode: 'ID',
    platform: 'whatsapp',
    price: 4_500,
    balance: 100_000,
    ...more,
  };
}
