import type { Catalog, Product } from '../catalog/catalog.ts';

/** A product as it stands now. */
export type Offer = Product;

export type StockChange = {
  readonly available?: number | undefined;
  readonly price?: number | undefined;
  readonly active?: boolean | undefined;
};

/** Stock that moves: down with each purchase, back up with each number that returns unused. */
export class Inventory {
  readonly #offers: Map<number, Offer>;

  constructor(catalog: Catalog) {
    this.#offers = new Map(catalog.products.map((product) => [product.id, product]));
  }

  offers(): readonly Offer[] {
    return [...this.#offers.values()];
  }

  offer(productId: number): Offer | undefined {
    return this.#offers.get(productId);
  }

  take(productId: number): void {
    this.#move(productId, -1);
  }

  giveBack(productId: number): void {
    this.#move(productId, 1);
  }

  change(productId: number, change: StockChange): Offer | undefined {
    const offer = this.#offers.get(productId);
    if (offer === undefined) return undefined;
    const changed: Offer = {
      ...offer,
      available: change.available ?? offer.available,
      price: change.price ?? offer.price,
      active: change.active ?? offer.active,
    };
    this.#offers.set(productId, changed);
    return changed;
  }

  #move(productId: number, by: number): void {
    const offer = this.#offers.get(productId);
    if (offer === undefined) return;
    this.#offers.set(productId, { ...offer, available: offer.available + by });
  }
}
