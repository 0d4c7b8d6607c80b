import type { Status } from './order.ts';

/** Every way in which the provider says no. Each dialect has its own words and statuses for them. */
export type Refusal =
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'cancel-cap'; readonly retryAfterSeconds: number }
  | {
      readonly kind: 'banned';
      readonly until: number;
      readonly tier: number;
      readonly retryAfterSeconds: number;
    }
  | { readonly kind: 'low-balance'; readonly balance: number; readonly price: number }
  | { readonly kind: 'no-offer' }
  | { readonly kind: 'order-not-found' }
  | { readonly kind: 'no-such-endpoint' }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'invalid'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong-state'; readonly status: Status; readonly wanted: string }
  | { readonly kind: 'cancel-too-early'; readonly availableAt: number }
  | { readonly kind: 'resend-too-early'; readonly availableAt: number }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'key-in-progress' };

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
