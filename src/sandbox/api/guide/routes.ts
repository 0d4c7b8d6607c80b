import * as z from 'zod/mini';
import { cancel } from '../../core/deeds.ts';
import { buy } from '../../core/purchase.ts';
import { done, refused } from '../../core/refusal.ts';
import { countryView } from '../openapi/catalog-views.ts';
import { parseBody } from '../parse.ts';
import type { Handler, Route } from '../route.ts';
import { guideCreated, guideOrder, guideProduct } from './views.ts';

const balance: Handler = (_call, { account }) =>
  done({ data: { currency: 'IDR', balance: account.ledger.balance } });

const countries: Handler = (_call, { account, guideListsCountries }) =>
  guideListsCountries
    ? done({ data: account.catalog.countries.map(countryView) })
    : refused({ kind: 'no-such-endpoint' });

/** Both filters optional, and an unknown country an empty list: neither is documented. */
const products: Handler = ({ query }, { account }) => {
  const wanted = (name: 'country' | 'platform', value: unknown): boolean => {
    const filter = query.get(name);
    return filter === null || value === filter.toLowerCase();
  };
  const listed = account.inventory
    .offers()
    .filter((offer) => offer.active)
    .map((offer) => guideProduct(offer, account.catalog))
    .filter((product) => wanted('country', product['country']))
    .filter((product) => wanted('platform', product['platform']));
  return done({ data: listed });
};

const createBody = z.object({ product_id: z.int() });

const create: Handler = ({ body, now }, { account }) => {
  const parsed = parseBody(body, createBody);
  if (!parsed.ok) return parsed;
  const bought = buy(account, { kind: 'product', productId: parsed.value.product_id }, 1, now);
  if (!bought.ok) return bought;
  const [order] = bought.value.orders;
  return order === undefined
    ? refused({ kind: 'no-offer' })
    : done({ data: guideCreated(order, now) });
};

const order: Handler = ({ params, now }, { account }) => {
  const found = account.order(params['id'] ?? '');
  return found === undefined
    ? refused({ kind: 'order-not-found' })
    : done({ data: guideOrder(found, now) });
};

/** What a cancel answers is not documented: the order as it now reads. */
const cancelOrder: Handler = ({ params, now }, { account, windows }) => {
  const cancelled = cancel(account, params['id'] ?? '', windows.guide, 'allowed', now);
  return cancelled.ok ? done({ data: guideOrder(cancelled.value, now) }) : cancelled;
};

/** Told from the openapi dialect by words for countries and by ids like `ord_abc123`. */
export const guideRoutes: readonly Route[] = [
  { operation: 'balance', method: 'GET', path: 'balance', handle: balance },
  {
    operation: 'countries',
    method: 'GET',
    path: 'catalog/countries',
    form: () => false,
    handle: countries,
  },
  {
    operation: 'products',
    method: 'GET',
    path: 'catalog/products',
    form: ({ query }) => query.has('country') || query.has('platform'),
    handle: products,
  },
  { operation: 'create', method: 'POST', path: 'orders', handle: create },
  {
    operation: 'order',
    method: 'GET',
    path: 'orders/:id',
    form: ({ params }) => params['id']?.startsWith('ord_') ?? false,
    handle: order,
  },
  { operation: 'cancel', method: 'POST', path: 'orders/:id/cancel', handle: cancelOrder },
];
