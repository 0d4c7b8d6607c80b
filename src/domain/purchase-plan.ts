import { Failure } from './failure.ts';
import { rankOffers, type Offer, type Policy } from './offer.ts';

export interface PurchaseLimits {
  policy: Policy;
  /** Most to pay for one number, whole IDR. */
  maxPrice: number | null;
  /** Nothing is bought while the balance is below this, whole IDR. */
  minBalance: number | null;
}

/** What is known of one wished country. Countries are wished in order; each is looked up once. */
export type CountryState =
  { country: string; seen: false } | { country: string; seen: true; offers: readonly Offer[] };

export interface PurchaseState {
  platform: string;
  countries: readonly CountryState[];
  limits: PurchaseLimits;
  /** Product ids that proved to be sold out. */
  soldOut: ReadonlySet<string>;
  /** Whole IDR; null as long as it was not asked for. */
  balance: number | null;
}

export type PurchaseStep =
  | { do: 'look-up'; country: string }
  | { do: 'buy'; offer: Offer }
  | { do: 'give-up'; failure: Failure };

/**
 * What to do next in order to rent one number: countries in the wished order, within each the
 * products by policy and under the price limit; a product without stock gives way to the next.
 */
export function nextPurchaseStep(state: PurchaseState): PurchaseStep {
  const { limits, balance } = state;
  if (balance !== null && limits.minBalance !== null && balance < limits.minBalance) {
    return {
      do: 'give-up',
      failure: new Failure(
        'low-balance',
        `The balance is ${idr(balance)}, below the "min-balance" of ${idr(limits.minBalance)}. Nothing was bought. Top up the account, or lower "min-balance".`,
      ),
    };
  }
  for (const country of state.countries) {
    if (!country.seen) return { do: 'look-up', country: country.country };
    const [offer] = affordable(country.offers, state);
    if (offer !== undefined) return buyOrSayPoor(offer, balance);
  }
  return { do: 'give-up', failure: nothingLeft(state) };
}

function affordable(offers: readonly Offer[], state: PurchaseState): Offer[] {
  const { policy, maxPrice } = state.limits;
  const usable = offers.filter(
    (offer) =>
      offer.available > 0 &&
      !state.soldOut.has(offer.productId) &&
      (maxPrice === null || offer.price <= maxPrice),
  );
  return rankOffers(usable, policy);
}

function buyOrSayPoor(offer: Offer, balance: number | null): PurchaseStep {
  return balance !== null && offer.price > balance
    ? { do: 'give-up', failure: lowBalance(offer.price, balance) }
    : { do: 'buy', offer };
}

/** @param balance whole IDR, null where it is not known */
export function lowBalance(price: number | null, balance: number | null): Failure {
  const has = balance === null ? 'The balance' : `The balance of ${idr(balance)}`;
  const costs = price === null ? 'a number' : `a number at ${idr(price)}`;
  return new Failure(
    'low-balance',
    `${has} does not pay for ${costs}. Nothing was bought. Top up the account, or set a lower "max-price".`,
  );
}

function nothingLeft(state: PurchaseState): Failure {
  const { maxPrice } = state.limits;
  const seen = state.countries.flatMap((country) => (country.seen ? country.offers : []));
  const stocked = seen.filter((o) => o.available > 0 && !state.soldOut.has(o.productId));
  const names = state.countries.map((country) => `"${country.country}"`).join(', ');
  const [cheapest] = rankOffers(stocked, 'cheapest');
  if (cheapest !== undefined && maxPrice !== null) {
    return new Failure(
      'price-too-high',
      `Every number left for "${state.platform}" in ${names} costs more than the "max-price" of ${idr(maxPrice)}; the cheapest is ${idr(cheapest.price)} in "${cheapest.country}". Raise "max-price", or add a country to "country".`,
    );
  }
  const gone = state.soldOut.size;
  const tried =
    gone === 0 ? '' : ` Tried and sold out meanwhile: product ${[...state.soldOut].join(', ')}.`;
  if (seen.length === 0) {
    return new Failure(
      'no-stock',
      `The catalog shows no number for "${state.platform}" in ${names}. Check the spelling of "platform" and "country", or add a country to "country".`,
    );
  }
  return new Failure(
    'no-stock',
    `No numbers left for "${state.platform}" in ${names}.${tried} Add a country to "country"${maxPrice === null ? '' : ', or raise "max-price"'}.`,
  );
}

function idr(amount: number): string {
  return `${String(amount)} IDR`;
}
