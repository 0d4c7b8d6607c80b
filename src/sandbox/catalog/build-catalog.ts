import { chance, type Chance, type Seed } from '../chance.ts';
import type { Catalog, Operator, Product } from './catalog.ts';
import { COUNTRIES, type CountrySpec } from './countries.ts';
import { SERVICES, type ServiceSpec } from './services.ts';

/** An offer as somebody writes it down. What is left out is drawn from the seed. */
export type ProductSpec = {
  readonly id?: number;
  /** Slug, like `indonesia`. */
  readonly country: string;
  /** Code, like `whatsapp`. */
  readonly platform: string;
  readonly price: number;
  readonly available: number;
  readonly operator?: string;
  readonly active?: boolean;
  readonly successRate?: number;
};

export type CatalogSpec = {
  readonly countries?: readonly CountrySpec[];
  readonly services?: readonly ServiceSpec[];
  /** Left out: two offers for each country and service. */
  readonly products?: readonly ProductSpec[];
};

/** The guide's own example, word for word: a client that hard-codes it works here too. */
const GUIDE_EXAMPLE: readonly ProductSpec[] = [
  {
    id: 42,
    country: 'indonesia',
    platform: 'whatsapp',
    price: 4500,
    available: 87,
    operator: 'Telkomsel',
  },
  {
    id: 44,
    country: 'indonesia',
    platform: 'whatsapp',
    price: 6000,
    available: 124,
    operator: 'Indosat',
  },
];

/**
 * Ids of countries, services and operators come from the seed: the vendor's own examples disagree
 * about them (Indonesia is 6 in some and 7 in others), so a client must look them up.
 */
export function buildCatalog(spec: CatalogSpec, seed: Seed): Catalog {
  const draw = chance(seed, 'catalog');
  const countrySpecs = spec.countries ?? COUNTRIES;
  const serviceSpecs = spec.services ?? SERVICES;
  const productSpecs = spec.products ?? defaultProducts(countrySpecs, serviceSpecs, draw);

  const countryIds = distinctIds(countrySpecs.length, 201, 499, draw);
  const countries = countrySpecs.map((country, index) => ({
    id: countryIds[index] ?? 0,
    code: country.code,
    slug: country.slug,
    name: country.name,
    dialCode: country.dialCode,
    emoji: country.emoji,
    active: true,
    ranges: country.ranges,
  }));
  const serviceIds = distinctIds(serviceSpecs.length, 501, 799, draw);
  const services = serviceSpecs.map((service, index) => ({
    id: serviceIds[index] ?? 0,
    code: service.code,
    name: service.name,
    active: true,
  }));

  const operators = new Map<string, Operator>();
  const operatorIds = distinctIds(200, 801, 1099, draw);
  const operatorNamed = (name: string): Operator => {
    const operator = operators.get(name) ?? { id: operatorIds[operators.size] ?? 0, name };
    operators.set(name, operator);
    return operator;
  };

  const taken = new Set(productSpecs.map((product) => product.id));
  let lastId = 100;
  const nextId = (): number => {
    do lastId += 1;
    while (taken.has(lastId));
    return lastId;
  };

  const products = productSpecs.map((product): Product => {
    const countryIndex = countries.findIndex((country) => country.slug === product.country);
    const country = countries[countryIndex];
    const serviceIndex = services.findIndex((service) => service.code === product.platform);
    const service = services[serviceIndex];
    if (country === undefined || service === undefined) {
      throw new Error(
        `The catalog names "${product.country}" / "${product.platform}", which it does not list.`,
      );
    }
    const fallbackOperator = countrySpecs[countryIndex]?.operators[0] ?? 'Any operator';
    return {
      id: product.id ?? nextId(),
      catalogProductId: 5001 + countryIndex * services.length + serviceIndex,
      countryId: country.id,
      serviceId: service.id,
      operator: operatorNamed(product.operator ?? fallbackOperator),
      price: product.price,
      available: product.available,
      active: product.active ?? true,
      successRate: product.successRate ?? draw.between(50, 99) / 100,
    };
  });
  return { countries, services, products };
}

/** Two offers each, the dearer one with more stock, as in the guide. Not in the order of price. */
function defaultProducts(
  countries: readonly CountrySpec[],
  services: readonly ServiceSpec[],
  draw: Chance,
): readonly ProductSpec[] {
  const drawn = countries.flatMap((country) =>
    services
      .filter((service) => country.slug !== 'indonesia' || service.code !== 'whatsapp')
      .flatMap((service): ProductSpec[] => {
        const price = Math.round((country.basePrice * service.priceFactor) / 100) * 100;
        const shared = { country: country.slug, platform: service.code };
        const [first, second] = country.operators;
        return [
          {
            ...shared,
            price: Math.round((price * 1.35) / 100) * 100,
            available: draw.between(90, 240),
            ...(first === undefined ? {} : { operator: first }),
          },
          {
            ...shared,
            price,
            available: draw.between(15, 90),
            ...(second === undefined ? {} : { operator: second }),
          },
        ];
      }),
  );
  const example = GUIDE_EXAMPLE.filter(
    (product) =>
      countries.some((country) => country.slug === product.country) &&
      services.some((service) => service.code === product.platform),
  );
  return [...example, ...drawn];
}

function distinctIds(count: number, least: number, most: number, draw: Chance): number[] {
  const pool = Array.from({ length: most - least + 1 }, (_, index) => least + index);
  return Array.from(
    { length: count },
    () => pool.splice(draw.between(0, pool.length - 1), 1)[0] ?? 0,
  );
}
