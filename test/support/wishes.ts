import type { RentWish } from '../../src/modes/rent-session.ts';
import type { WaitWish } from '../../src/modes/wait.ts';
import type { PurchaseLimits } from '../../src/domain/purchase-plan.ts';

/** The cheapest WhatsApp number in one of these countries. */
export function catalogWish(
  countries: readonly string[] = ['indonesia'],
  limits: Partial<PurchaseLimits> = {},
): RentWish {
  return {
    target: { by: 'catalog', countries, platform: 'whatsapp' },
    limits: { policy: 'cheapest', maxPrice: null, minBalance: null, ...limits },
    selfTest: false,
    alone: true,
  };
}

export function productWish(productId: string, limits: Partial<PurchaseLimits> = {}): RentWish {
  return {
    ...catalogWish([], limits),
    target: { by: 'product', productId, platform: '' },
  };
}

/** The defaults of action.yml. */
export const WAIT: WaitWish = {
  timeoutMs: 120_000,
  intervalMs: 5_000,
  requestsPerMinute: 300,
  parallelJobs: 1,
  after: null,
  resendAfterMs: null,
  rules: { pattern: null, expectDomain: null },
};
