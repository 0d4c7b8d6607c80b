export type Country = {
  readonly id: number;
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** What the guide dialect calls it. */
  readonly slug: string;
  readonly name: string;
  /** Calling code without the plus. */
  readonly dialCode: string;
  readonly emoji: string;
  readonly active: boolean;
  /** National mobile ranges: digits, and `#` for a digit to be drawn. */
  readonly ranges: readonly string[];
};

export type Service = {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
};

export type Operator = { readonly id: number; readonly name: string };

/** One offer of one operator at one price. Stock and price are where they start; they can move. */
export type Product = {
  readonly id: number;
  /** Names the country and service together, whoever supplies it. */
  readonly catalogProductId: number;
  readonly countryId: number;
  readonly serviceId: number;
  readonly operator: Operator;
  readonly price: number;
  readonly available: number;
  readonly active: boolean;
  /** 0 to 1; what the policy `best_success` goes by. */
  readonly successRate: number;
};

export type Catalog = {
  readonly countries: readonly Country[];
  readonly services: readonly Service[];
  readonly products: readonly Product[];
};

export function countryOf(catalog: Catalog, product: Product): Country {
  return found(catalog.countries, product.countryId);
}

export function serviceOf(catalog: Catalog, product: Product): Service {
  return found(catalog.services, product.serviceId);
}

function found<T extends { readonly id: number }>(all: readonly T[], id: number): T {
  const one = all.find((candidate) => candidate.id === id);
  if (one === undefined) throw new Error(`The catalog has a product but no entry ${id}.`);
  return one;
}
