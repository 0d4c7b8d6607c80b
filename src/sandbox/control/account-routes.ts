import * as z from 'zod/mini';
import { books } from '../core/books.ts';
import { intervene } from '../core/deeds.ts';
import { jsonReply } from '../http/message.ts';
import type { Stage } from '../stage.ts';
import { orderName } from '../world-change.ts';
import { withBody, wrong } from './body.ts';
import type { ControlRoute } from './route.ts';
import { booksView, type BooksView } from './views.ts';

export function readBooks({ world, clock }: Pick<Stage, 'world' | 'clock'>): BooksView {
  const { account } = world.provider;
  const now = clock.now();
  account.settle(now);
  return booksView(books(account.ledger, account.orders(), now));
}

const price = z.optional(z.int().check(z.gte(0)));
const stockBody = z.strictObject({
  product_id: z.int(),
  available: price,
  price,
  active: z.optional(z.boolean()),
});
const balanceBody = z.strictObject({ balance: z.int().check(z.gte(0)) });
const changeBody = z.strictObject({ change: z.enum(['expire', 'cancel', 'finish']) });
const banBody = z.strictObject({ seconds: z.optional(z.number().check(z.gt(0))) });

export const accountRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: 'books',
    about: 'The account: ledger, orders, sums, and whether they balance.',
    handle: (_call, stage) => jsonReply(200, readBooks(stage)),
  },
  {
    method: 'GET',
    path: 'stock',
    about: 'Every product as it stands now.',
    handle: (_call, { world }) =>
      jsonReply(200, { products: world.provider.account.inventory.offers() }),
  },
  {
    method: 'POST',
    path: 'stock',
    about: 'Changes a product: {"product_id","available"?,"price"?,"active"?}.',
    handle: ({ body }, { world }) =>
      withBody(body, stockBody, (change) => {
        const offer = world.provider.account.inventory.change(change.product_id, change);
        return offer === undefined ? wrong('No such product.', 404) : jsonReply(200, offer);
      }),
  },
  {
    method: 'POST',
    path: 'balance',
    about: 'Sets the balance, in IDR: {"balance"}; the books keep the difference as an adjustment.',
    handle: ({ body }, { world, clock }) =>
      withBody(body, balanceBody, ({ balance }) => {
        world.provider.account.adjustBalance(balance, clock.now());
        return jsonReply(200, { balance });
      }),
  },
  {
    method: 'POST',
    path: 'orders/:id',
    about: 'The provider acts on an order: {"change": "expire" | "cancel" | "finish"}; either id.',
    handle: ({ body, params }, stage) =>
      withBody(body, changeBody, ({ change }) => {
        const name = orderName(params['id']) ?? '';
        const changed = intervene(stage.world.provider.account, name, change, stage.clock.now());
        if (changed.ok) {
          return jsonReply(
            200,
            readBooks(stage).orders.find(({ id }) => id === changed.value.id),
          );
        }
        return changed.refusal.kind === 'order-not-found'
          ? wrong('No such order.', 404)
          : wrong('The order is not in a state that allows this.', 409);
      }),
  },
  {
    method: 'POST',
    path: 'ban',
    about: 'Bans creation, as the abuse guard would: {"seconds"?}.',
    handle: ({ body }, { world, clock }) =>
      withBody(body, banBody, ({ seconds }) => {
        const ban = world.provider.account.guard.ban(clock.now(), seconds);
        return jsonReply(200, { until: new Date(ban.until).toISOString(), tier: ban.tier });
      }),
  },
  {
    method: 'DELETE',
    path: 'ban',
    about: 'Lifts the ban.',
    handle: (_call, { world }) => {
      world.provider.account.guard.lift();
      return jsonReply(200, {});
    },
  },
];
