import * as z from 'zod/mini';
import type { Offer } from '../domain/offer.ts';
import type { Order } from '../domain/order.ts';
import type {
  CallLimits,
  ClosingReply,
  Provider,
  PurchaseReply,
  PurchaseRequest,
} from '../domain/provider.ts';
import type { Caller } from './caller.ts';
import { balanceShape, countriesShape, offerShape } from './catalog.ts';
import { readClosing } from './closing-reply.ts';
import { findCountry, regionName, slug, unknownName } from './names.ts';
import { readPurchase } from './purchase-reply.ts';
import type { Remembered } from './remembered.ts';
import { id, numberIfWhole } from './wire.ts';
import { createdShape, orderShape } from './wire-order.ts';

const guideProducts = z.array(
  z.object({
    id,
    country: z.string(),
    platform: z.string(),
    price: offerShape.price,
    available_count: offerShape.stock,
  }),
);

/** The provider as its integration guide of 2026 describes it. */
export class GuideProvider implements Provider {
  readonly dialect = 'guide';
  readonly openOrders = null;
  readonly newestOrders = null;
  readonly finish = null;
  readonly resend = null;
  readonly #caller: Caller;
  readonly #remembered: Remembered;
  readonly #catalogTtlMs: number;

  constructor(caller: Caller, remembered: Remembered, catalogTtlMs: number) {
    this.#caller = caller;
    this.#remembered = remembered;
    this.#catalogTtlMs = catalogTtlMs;
  }

  async balance(limits: CallLimits): Promise<number> {
    const endpoint = { method: 'GET', path: '/balance', repeatable: 'always' } as const;
    return (await this.#caller.read(endpoint, balanceShape, limits)).balance;
  }

  async offers(
    country: string | null,
    platform: string | null,
    limits: CallLimits,
  ): Promise<Offer[]> {
    const wish = country === null ? null : slug(regionName(country) ?? country);
    const query = new URLSearchParams({
      ...(wish === null ? {} : { country: wish }),
      ...(platform === null ? {} : { platform: platformCode(platform) }),
    }).toString();
    const path = `/catalog/products${query === '' ? '' : `?${query}`}`;
    const products = await this.#products(path, limits);
    if (products.length === 0 && country !== null) await this.#refuseUnknown(country, limits);
    return products.map((product) => ({
      productId: product.id,
      catalogProductId: null,
      country: slug(product.country),
      countryCode: '',
      platform: product.platform,
      price: product.price,
      available: product.available_count,
    }));
  }

  /** Whether a name is known shows only when it has no products; see {@link offers}. */
  requireCountries(): Promise<void> {
    return Promise.resolve();
  }

  forgetOffers(): void {
    this.#remembered.forget('catalog:');
  }

  purchaseRequest(
    what: Parameters<Provider['purchaseRequest']>[0],
    idempotencyKey: string,
  ): PurchaseRequest {
    const productId = 'offer' in what ? what.offer.productId : what.productId;
    return {
      path: '/orders',
      body: JSON.stringify({ product_id: numberIfWhole(productId) }),
      idempotencyKey,
    };
  }

  async purchase(request: PurchaseRequest, limits: CallLimits): Promise<PurchaseReply> {
    // The guide documents no key. It is sent all the same, but nothing is built on it.
    const result = await this.#caller.call(
      { method: 'POST', ...request, repeatable: 'refused-only' },
      limits,
    );
    return readPurchase(result, oneOrder, true);
  }

  order(orderId: string, limits: CallLimits): Promise<Order> {
    const path = `/orders/${encodeURIComponent(orderId)}`;
    return this.#caller.read(
      { method: 'GET', path, repeatable: 'always' },
      orderShape(orderId),
      limits,
    );
  }

  async cancel(orderId: string, limits: CallLimits): Promise<ClosingReply> {
    const path = cancelPath(orderId);
    return readClosing(
      await this.#caller.call({ method: 'POST', path, repeatable: 'rate-limited-only' }, limits),
    );
  }

  /** The guide has no call to finish, and an order with its SMS needs none. */
  releaseCommand(orderId: string): string {
    return this.#caller.asCurl({ method: 'POST', path: cancelPath(orderId) });
  }

  listCommand(): null {
    return null;
  }

  rateLimitedAnswers(): number {
    return this.#caller.rateLimitedAnswers;
  }

  async #products(path: string, limits: CallLimits): Promise<z.infer<typeof guideProducts>> {
    const key = `catalog:${path}`;
    const known = this.#remembered.get(key, guideProducts);
    if (known !== null) return known;
    const endpoint = { method: 'GET', path, repeatable: 'always' } as const;
    const fresh = await this.#caller.read(endpoint, guideProducts, limits);
    this.#remembered.set(key, fresh, this.#catalogTtlMs);
    return fresh;
  }

  /**
   * A list of countries is not documented for this dialect, but some servers have one: then an
   * unknown name can be told from one without stock. Any other answer is no evidence.
   */
  async #refuseUnknown(country: string, limits: CallLimits): Promise<void> {
    const result = await this.#caller.call(
      { method: 'GET', path: '/catalog/countries', repeatable: 'refused-only' },
      limits,
    );
    if (result.kind !== 'data') return;
    const parsed = countriesShape.safeParse(result.data);
    if (!parsed.success || parsed.data.length === 0) return;
    const found = findCountry(parsed.data, country);
    if (found === undefined)
      throw unknownName(
        'country',
        country,
        parsed.data.map((c) => c.name),
      );
  }
}

const oneOrder = z.pipe(
  createdShape,
  z.transform((order: Order) => [order]),
);

/** A code is sent as it is but for its case (`google_voice`); only a name of words is joined. */
function platformCode(platform: string): string {
  return /\s/.test(platform.trim()) ? slug(platform) : platform.trim().toLowerCase();
}

function cancelPath(orderId: string): string {
  return `/orders/${encodeURIComponent(orderId)}/cancel`;
}
