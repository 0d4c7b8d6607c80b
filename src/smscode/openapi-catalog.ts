import type * as z from 'zod/mini';
import type { Offer } from '../domain/offer.ts';
import type { CallLimits } from '../domain/provider.ts';
import type { Caller } from './caller.ts';
import {
  countriesShape,
  productsShape,
  servicesShape,
  type Country,
  type Product,
  type Service,
} from './catalog.ts';
import { findCountry, findNamed, slug, unknownName } from './names.ts';
import type { Remembered } from './remembered.ts';

/** The contract's default page; `count` is of the page, so a full one means: ask for the next. */
const PAGE_SIZE = 1_000;

/** No catalog is that long: a server that ignores `page` would otherwise be read for ever. */
const MOST_PAGES = 50;

/** The catalog by ids, as the contract has it, under the names that people use. */
export class OpenapiCatalog {
  readonly #caller: Caller;
  readonly #remembered: Remembered;
  readonly #ttlMs: number;
  #known: [Country[], Service[]] | null = null;

  constructor(caller: Caller, remembered: Remembered, ttlMs: number) {
    this.#caller = caller;
    this.#remembered = remembered;
    this.#ttlMs = ttlMs;
  }

  async offers(
    country: string | null,
    platform: string | null,
    limits: CallLimits,
  ): Promise<Offer[]> {
    const [countries, services] = await this.#names(limits);
    const where = country === null ? null : countryNamed(countries, country);
    const what = platform === null ? null : serviceNamed(services, platform);
    const products = await this.#products(where?.id ?? null, what?.id ?? null, limits);
    return products.map((product) => toOffer(product, countries, services, where, what));
  }

  async requireCountries(wished: readonly string[], limits: CallLimits): Promise<void> {
    const [countries] = await this.#names(limits);
    for (const wish of wished) countryNamed(countries, wish);
  }

  /** Both lists of names, once for each process even where nothing is to be remembered longer. */
  async #names(limits: CallLimits): Promise<[Country[], Service[]]> {
    if (this.#known !== null) return this.#known;
    const failed = new AbortController();
    const signals = limits.signal === undefined ? [] : [limits.signal];
    const both = { ...limits, signal: AbortSignal.any([...signals, failed.signal]) };
    try {
      this.#known = await Promise.all([
        this.#list('/catalog/countries', countriesShape, both),
        this.#list('/catalog/services', servicesShape, both),
      ]);
      return this.#known;
    } catch (error) {
      failed.abort();
      throw error;
    }
  }

  async #products(
    countryId: string | null,
    serviceId: string | null,
    limits: CallLimits,
  ): Promise<Product[]> {
    const products = new Map<string, Product>();
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = new URLSearchParams({
        ...(countryId === null ? {} : { country_id: countryId }),
        ...(serviceId === null ? {} : { platform_id: serviceId }),
        limit: String(PAGE_SIZE),
        page: String(page),
        sort: 'price_asc',
      });
      const found = await this.#list(
        `/catalog/products?${query.toString()}`,
        productsShape,
        limits,
      );
      const before = products.size;
      for (const product of found) products.set(product.id, product);
      if (found.length < PAGE_SIZE || products.size === before) break;
    }
    return [...products.values()];
  }

  async #list<T>(path: string, shape: z.ZodMiniType<T[]>, limits: CallLimits): Promise<T[]> {
    const key = `catalog:${path}`;
    const known = this.#remembered.get(key, shape);
    if (known !== null) return known;
    const fresh = await this.#caller.read(
      { method: 'GET', path, repeatable: 'always' },
      shape,
      limits,
    );
    this.#remembered.set(key, fresh, this.#ttlMs);
    return fresh;
  }
}

function countryNamed(countries: readonly Country[], wish: string): Country {
  const found = findCountry(countries, wish);
  if (found === undefined)
    throw unknownName(
      'country',
      wish,
      countries.map((c) => c.name),
    );
  return found;
}

function serviceNamed(services: readonly Service[], wish: string): Service {
  const found = findNamed(services, wish, ({ name, code }) => [code ?? name, name]);
  if (found === undefined)
    throw unknownName(
      'platform',
      wish,
      services.map((s) => s.code ?? s.name),
    );
  return found;
}

function toOffer(
  product: Product,
  countries: readonly Country[],
  services: readonly Service[],
  where: Country | null,
  what: Service | null,
): Offer {
  const country = where ?? countries.find(({ id }) => id === product.country_id);
  const service = what ?? services.find(({ id }) => id === product.platform_id);
  return {
    productId: product.id,
    catalogProductId: product.catalog_product_id,
    country: country === undefined ? '' : slug(country.name),
    countryCode: country?.code?.toUpperCase() ?? '',
    platform: service === undefined ? '' : (service.code ?? slug(service.name)),
    price: product.price,
    available: product.active === false ? 0 : product.available,
  };
}
