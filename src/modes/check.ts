import { Failure } from '../domain/failure.ts';
import { rankOffers, type Offer } from '../domain/offer.ts';
import {
  nextPurchaseStep,
  type CountryState,
  type PurchaseLimits,
} from '../domain/purchase-plan.ts';
import type { CallLimits } from '../domain/provider.ts';
import type { Ports } from './ports.ts';

export interface CheckWish {
  countries: readonly string[];
  platform: string | null;
  limits: PurchaseLimits;
}

export interface Checked {
  /** Whole IDR. */
  balance: number | null;
  /** The stocked offers of the wished countries, cheapest first. */
  offers: Offer[];
  failure: Failure | null;
}

/** Reads balance and catalog, and judges them as a purchase would. Spends nothing. */
export async function check(wish: CheckWish, limits: CallLimits, ports: Ports): Promise<Checked> {
  const { provider } = ports;
  let balance: number | null = null;
  let offers: Offer[] = [];
  try {
    balance = await provider.balance(limits);
    const countries: CountryState[] = [];
    if (wish.platform !== null || wish.countries.length > 0) {
      const asked = wish.countries.length === 0 ? [null] : wish.countries;
      for (const country of asked) {
        const found = await provider.offers(country, wish.platform, limits);
        countries.push({ country: country ?? 'any country', seen: true, offers: found });
      }
    }
    const seen = countries.flatMap((country) => (country.seen ? country.offers : []));
    offers = rankOffers(
      seen.filter((offer) => offer.available > 0),
      'cheapest',
    );
    return { balance, offers, failure: judge(wish, countries, balance) };
  } catch (error) {
    if (error instanceof Failure) return { balance, offers, failure: error };
    throw error;
  }
}

function judge(
  wish: CheckWish,
  countries: readonly CountryState[],
  balance: number,
): Failure | null {
  const step = nextPurchaseStep({
    platform: wish.platform ?? 'any platform',
    countries,
    limits: wish.limits,
    soldOut: new Set(),
    balance,
  });
  if (step.do !== 'give-up') return null;
  // Without platform and country there is no catalog to judge, only the balance.
  return countries.length === 0 && step.failure.kind !== 'low-balance' ? null : step.failure;
}
