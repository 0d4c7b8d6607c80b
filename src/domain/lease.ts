import type { OrderStatus } from './order.ts';

/**
 * A number that this job rented (or adopted from another job) and has to give back.
 * Texts are empty and the price null where the dialect does not tell.
 */
export interface Lease {
  orderId: string;
  /** E.164, with the plus sign. */
  phoneNumber: string;
  /** Slug, as in `indonesia`. */
  country: string;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  platform: string;
  /** Whole units of `currency`. */
  price: number | null;
  currency: 'IDR';
  status: OrderStatus;
  /** Epoch milliseconds. */
  expiresAt: number | null;
  /** When this job's purchase left, epoch milliseconds; null where another job rented it. */
  rentedAt: number | null;
}

/** A server of several machines may not know an order at once on each of them. */
const ORDER_SETTLES_MS = 60_000;

/** Whether "no such order" may still mean "not yet": only of what this job rented just now. */
export function mayBeUnknownYet({ rentedAt }: Pick<Lease, 'rentedAt'>, now: number): boolean {
  return rentedAt !== null && now - rentedAt < ORDER_SETTLES_MS;
}
