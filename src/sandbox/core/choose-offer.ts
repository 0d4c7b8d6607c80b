import type { Offer } from './inventory.ts';

export type Wanted =
  | { readonly kind: 'product'; readonly productId: number }
  | {
      readonly kind: 'catalog-product';
      readonly catalogProductId: number;
      readonly minPrice: number | undefined;
      readonly maxPrice: number | undefined;
      readonly operatorId: number | undefined;
      readonly policy: 'cheapest' | 'best_success';
    };

/** The offer that serves the wish, or `undefined`. An unknown product is just one that nobody offers. */
export function chooseOffer(offers: readonly Offer[], wanted: Wanted): Offer | undefined {
  const sellable = offers.filter((offer) => offer.active && offer.available > 0);
  if (wanted.kind === 'product') return sellable.find((offer) => offer.id === wanted.productId);
  const suitable = sellable.filter(
    (offer) =>
      offer.catalogProductId === wanted.catalogProductId &&
      offer.price >= (wanted.minPrice ?? 0) &&
      offer.price <= (wanted.maxPrice ?? Infinity) &&
      (wanted.operatorId === undefined || offer.operator.id === wanted.operatorId),
  );
  return suitable.toSorted(
    wanted.policy === 'cheapest'
      ? (a, b) => a.price - b.price || a.id - b.id
      : (a, b) => b.successRate - a.successRate || a.price - b.price,
  )[0];
}
