import type { Offer } from '../domain/offer.ts';
import type { Order } from '../domain/order.ts';
import type {
  CallLimits,
  ClosingReply,
  OrderList,
  OrderPage,
  Provider,
  PurchaseReply,
  PurchaseRequest,
  ResendReply,
} from '../domain/provider.ts';
import type { Caller } from './caller.ts';
import { balanceShape } from './catalog.ts';
import { readClosing } from './closing-reply.ts';
import { OpenapiCatalog } from './openapi-catalog.ts';
import { readPurchase } from './purchase-reply.ts';
import { readResend } from './resend-reply.ts';
import type { Remembered } from './remembered.ts';
import { numberIfWhole } from './wire.ts';
import { createdOrdersShape, orderListShape, orderShape } from './wire-order.ts';

/** The most that the contract gives at once. */
const PAGE = 100;

/** The provider as its OpenAPI 3.1 contract (info.version 1.0.0, `/v1`) describes it. */
export class OpenapiProvider implements Provider {
  readonly dialect = 'openapi';
  readonly #caller: Caller;
  readonly #remembered: Remembered;
  readonly #catalog: OpenapiCatalog;

  constructor(caller: Caller, remembered: Remembered, catalogTtlMs: number) {
    this.#caller = caller;
    this.#remembered = remembered;
    this.#catalog = new OpenapiCatalog(caller, remembered, catalogTtlMs);
  }

  async balance(limits: CallLimits): Promise<number> {
    const endpoint = { method: 'GET', path: '/balance', repeatable: 'always' } as const;
    return (await this.#caller.read(endpoint, balanceShape, limits)).balance;
  }

  offers(country: string | null, platform: string | null, limits: CallLimits): Promise<Offer[]> {
    return this.#catalog.offers(country, platform, limits);
  }

  requireCountries(countries: readonly string[], limits: CallLimits): Promise<void> {
    return this.#catalog.requireCountries(countries, limits);
  }

  forgetOffers(): void {
    this.#remembered.forget('catalog:/catalog/products');
  }

  /**
   * By `product_id`, which is exactly the offer that the plan chose and whose price it saw; so both
   * dialects follow one plan, and what falls through goes on to the plan's next offer. Only
   * `best-success` hands the choice to the provider: by `catalog_product_id`, with `max_price` as
   * the provider's own guard.
   */
  purchaseRequest(
    what: Parameters<Provider['purchaseRequest']>[0],
    idempotencyKey: string,
  ): PurchaseRequest {
    return {
      path: '/orders/create',
      body: JSON.stringify(createBody(what)),
      idempotencyKey,
    };
  }

  async purchase(request: PurchaseRequest, limits: CallLimits): Promise<PurchaseReply> {
    const result = await this.#caller.call(
      { method: 'POST', ...request, repeatable: 'keyed' },
      limits,
    );
    return readPurchase(result, createdOrdersShape, false);
  }

  order(orderId: string, limits: CallLimits): Promise<Order> {
    const path = `/orders/${encodeURIComponent(orderId)}`;
    return this.#caller.read(
      { method: 'GET', path, repeatable: 'always' },
      orderShape(orderId),
      limits,
    );
  }

  openOrders = async (limits: CallLimits): Promise<OrderList> => {
    const endpoint = { method: 'GET', path: '/orders/active', repeatable: 'always' } as const;
    const { orders, unreadable } = await this.#caller.read(endpoint, orderListShape, limits);
    return { orders, unreadable };
  };

  newestOrders = async (offset: number, limits: CallLimits): Promise<OrderPage> => {
    const path = `/orders?limit=${String(PAGE)}&offset=${String(offset)}`;
    const endpoint = { method: 'GET', path, repeatable: 'always' } as const;
    const { orders, unreadable, entries } = await this.#caller.read(
      endpoint,
      orderListShape,
      limits,
    );
    // A server may give fewer than it was asked for, so only an empty page is surely the end.
    return { orders, unreadable, next: entries === 0 ? null : offset + entries };
  };

  cancel(orderId: string, limits: CallLimits): Promise<ClosingReply> {
    return this.#close(onOrder('cancel', orderId), limits);
  }

  finish = (orderId: string, limits: CallLimits): Promise<ClosingReply> =>
    this.#close(onOrder('finish', orderId), limits);

  resend = async (orderId: string, limits: CallLimits): Promise<ResendReply> =>
    readResend(
      await this.#caller.call(
        { method: 'POST', ...onOrder('resend', orderId), repeatable: 'rate-limited-only' },
        limits,
      ),
    );

  releaseCommand(orderId: string, how: 'cancel' | 'finish'): string {
    return this.#caller.asCurl({ method: 'POST', ...onOrder(how, orderId) });
  }

  listCommand(): string {
    return this.#caller.asCurl({ method: 'GET', path: '/orders?limit=20' });
  }

  rateLimitedAnswers(): number {
    return this.#caller.rateLimitedAnswers;
  }

  async #close(call: { path: string; body: string }, limits: CallLimits): Promise<ClosingReply> {
    return readClosing(
      await this.#caller.call({ method: 'POST', ...call, repeatable: 'rate-limited-only' }, limits),
    );
  }
}

function onOrder(
  how: 'cancel' | 'finish' | 'resend',
  orderId: string,
): { path: string; body: string } {
  return { path: `/orders/${how}`, body: JSON.stringify({ id: numberIfWhole(orderId) }) };
}

function createBody(what: Parameters<Provider['purchaseRequest']>[0]): Record<string, unknown> {
  if ('productId' in what) return { product_id: numberIfWhole(what.productId) };
  const { offer, bestSuccess, maxPrice } = what;
  if (!bestSuccess || offer.catalogProductId === null) {
    return { product_id: numberIfWhole(offer.productId) };
  }
  return {
    catalog_product_id: numberIfWhole(offer.catalogProductId),
    policy: 'best_success',
    ...(maxPrice === null ? {} : { max_price: maxPrice }),
  };
}
