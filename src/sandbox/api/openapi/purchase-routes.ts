import * as z from 'zod/mini';
import type { Wanted } from '../../core/choose-offer.ts';
import { buy, reactivate, reactivationCost } from '../../core/purchase.ts';
import { done, refused, type Outcome } from '../../core/refusal.ts';
import { parseBody } from '../parse.ts';
import type { Handler, Route } from '../route.ts';
import { orderItem } from './views.ts';

const amount = z.optional(z.int().check(z.gte(0)));

const createBody = z.object({
  product_id: z.optional(z.int()),
  catalog_product_id: z.optional(z.int()),
  max_price: amount,
  min_price: amount,
  operator_id: z.optional(z.int()),
  // Its type and effect are not documented: taken, and without effect.
  prefer_provider: z.optional(z.unknown()),
  policy: z.optional(z.enum(['cheapest', 'best_success'])),
  quantity: z.optional(z.int().check(z.gte(1), z.lte(100))),
});

type CreateBody = z.infer<typeof createBody>;

const ONLY_WITH_CATALOG_PRODUCT = [
  'max_price',
  'min_price',
  'operator_id',
  'prefer_provider',
  'policy',
] as const;

function wantedBy(body: CreateBody): Outcome<Wanted> {
  if ((body.product_id === undefined) === (body.catalog_product_id === undefined)) {
    const problem = 'give exactly one of product_id and catalog_product_id';
    return refused({
      kind: 'invalid',
      fields: { product_id: problem, catalog_product_id: problem },
    });
  }
  if (body.product_id !== undefined) {
    const foreign = ONLY_WITH_CATALOG_PRODUCT.filter((name) => body[name] !== undefined);
    if (foreign.length === 0) return done({ kind: 'product', productId: body.product_id });
    const fields = Object.fromEntries(
      foreign.map((name) => [name, 'is only for an order by catalog_product_id']),
    );
    return refused({ kind: 'invalid', fields });
  }
  return done({
    kind: 'catalog-product',
    catalogProductId: body.catalog_product_id ?? 0,
    minPrice: body.min_price,
    maxPrice: body.max_price,
    operatorId: body.operator_id,
    policy: body.policy ?? 'cheapest',
  });
}

const create: Handler = ({ body, now }, provider) => {
  const parsed = parseBody(body, createBody);
  if (!parsed.ok) return parsed;
  const wanted = wantedBy(parsed.value);
  if (!wanted.ok) return wanted;
  const bought = buy(provider.account, wanted.value, parsed.value.quantity ?? 1, now);
  if (!bought.ok) return bought;
  return done({
    data: {
      orders: bought.value.orders.map((order) => orderItem(order, provider, now)),
      failed_count: bought.value.failed,
    },
  });
};

const reactivateBody = z.object({ id: z.int(), max_price: amount });

/** The shape of its answer is not documented: that of a create, since it buys as a create does. */
const reactivateOrder: Handler = ({ body, now }, provider) => {
  const parsed = parseBody(body, reactivateBody);
  if (!parsed.ok) return parsed;
  const order = reactivate(provider.account, parsed.value.id, parsed.value.max_price, now);
  if (!order.ok) return order;
  return done({ data: { orders: [orderItem(order.value, provider, now)], failed_count: 0 } });
};

const reactivateOptions: Handler = ({ params, now }, { account }) => {
  const cost = reactivationCost(account, Number(params['id']), now);
  return cost.ok ? done({ data: { cost: cost.value } }) : cost;
};

export const purchaseRoutes: readonly Route[] = [
  {
    operation: 'create',
    method: 'POST',
    path: 'orders/create',
    idempotent: true,
    handle: create,
  },
  {
    operation: 'reactivate',
    method: 'POST',
    path: 'orders/reactivate',
    idempotent: true,
    handle: reactivateOrder,
  },
  {
    operation: 'reactivate_options',
    method: 'GET',
    path: 'orders/:id/reactivate-options',
    handle: reactivateOptions,
  },
];
