export type Policy = 'cheapest' | 'most-stock' | 'best-success';

/** One product of the catalog that can be rented now. Money is whole IDR. */
export interface Offer {
  productId: string;
  /** openapi alone: the product that the provider's own choice (`best-success`) starts from. */
  catalogProductId: string | null;
  /** Slug, as in `indonesia`. */
  country: string;
  /** ISO 3166-1 alpha-2, empty where the catalog does not tell. */
  countryCode: string;
  platform: string;
  price: number;
  available: number;
}

/** Offers in the order in which they are tried; the provider's id breaks ties, so it is stable. */
export function rankOffers(offers: readonly Offer[], policy: Policy): Offer[] {
  const cheaper = (a: Offer, b: Offer): number => a.price - b.price;
  const fuller = (a: Offer, b: Offer): number => b.available - a.available;
  const byId = (a: Offer, b: Offer): number => (a.productId < b.productId ? -1 : 1);
  switch (policy) {
    case 'cheapest':
    // The provider chooses among a country's offers; ours only says which product it starts from.
    case 'best-success':
      return offers.toSorted((a, b) => cheaper(a, b) || fuller(a, b) || byId(a, b));
    case 'most-stock':
      return offers.toSorted((a, b) => fuller(a, b) || cheaper(a, b) || byId(a, b));
  }
}

/** Stock from which an order is unlikely to fail for want of a number. */
const WELL_STOCKED = 10;

/** The cheapest offer with comfortable stock, or the fullest where none has: for a paid self-test. */
export function rankForSelfTest(offers: readonly Offer[]): Offer[] {
  const full = offers.filter((offer) => offer.available >= WELL_STOCKED);
  return full.length > 0 ? rankOffers(full, 'cheapest') : rankOffers(offers, 'most-stock');
}
