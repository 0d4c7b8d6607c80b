import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assemble, type Assembly } from '../../src/sandbox/assemble.ts';
import { fakeClock } from '../../src/sandbox/clock.ts';
import { readBooks } from '../../src/sandbox/control/account-routes.ts';
import type { BooksView } from '../../src/sandbox/control/views.ts';
import { intervene } from '../../src/sandbox/core/deeds.ts';
import type { Fault, FaultRule } from '../../src/sandbox/faults/fault.ts';
import { START, TOKEN } from './open-sandbox.ts';

/** Key number n always buys product n, so that the orders of a product are the orders of a key. */
const KEYS = [1, 2, 3, 4];
const PRODUCTS = [
  ...KEYS.map((id) => ({ id, platform: 'whatsapp', price: 1000 * id })),
  { id: 9, platform: 'telegram', price: 3000 },
].map((product) => ({ ...product, country: 'germany', available: 20 }));

type Step =
  | { readonly do: 'create'; readonly dialect: 'guide' | 'openapi'; readonly quantity: number }
  | { readonly do: 'create with key'; readonly key: number }
  | { readonly do: 'act'; readonly deed: 'cancel' | 'finish' | 'resend'; readonly order: number }
  | { readonly do: 'cancel in the guide'; readonly order: number }
  | { readonly do: 'reactivate'; readonly order: number; readonly key: boolean }
  | { readonly do: 'sms'; readonly order: number; readonly code: string | null }
  | { readonly do: 'pass'; readonly seconds: number }
  | {
      readonly do: 'intervene';
      readonly change: 'expire' | 'cancel' | 'finish';
      readonly order: number;
    }
  | { readonly do: 'set balance'; readonly balance: number }
  | { readonly do: 'fault'; readonly rule: FaultRule };

const how = fc.constantFrom('cut', 'timeout', 'html');
const seconds = fc.integer({ min: 0, max: 200 });

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('latency'), seconds, stage: fc.constantFrom('before', 'after') }),
  fc.record({
    kind: fc.constant('order_change'),
    change: fc.constantFrom('expire', 'cancel', 'finish', 'sms'),
  }),
  fc.record({
    kind: fc.constant('stock_change'),
    product_id: fc.constantFrom(...KEYS),
    available: fc.integer({ min: 0, max: 2 }),
  }),
  fc.constantFrom<Fault>(
    { kind: 'rate_limited' },
    { kind: 'error', status: 503, code: 'SERVICE_UNAVAILABLE' },
    { kind: 'html', status: 502 },
    { kind: 'too_large' },
    { kind: 'cut' },
    { kind: 'silence' },
    { kind: 'half_json' },
    { kind: 'wrong_shape', body: null, processed: true },
    { kind: 'patch', drop: ['data'] },
  ),
  fc.record({ kind: fc.constant('lost_reply'), how }),
  fc.record({
    kind: fc.constant('late_commit'),
    after_seconds: seconds,
    how,
    key: fc.constantFrom('held', 'unseen'),
  }),
);

const order = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('create'),
    dialect: fc.constantFrom('guide', 'openapi'),
    quantity: fc.integer({ min: 1, max: 4 }),
  }),
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('create with key'), key: fc.constantFrom(...KEYS) }),
  },
  fc.record({
    do: fc.constant('act'),
    deed: fc.constantFrom('cancel', 'finish', 'resend'),
    order,
  }),
  fc.record({ do: fc.constant('cancel in the guide'), order }),
  fc.record({ do: fc.constant('reactivate'), order, key: fc.boolean() }),
  fc.record({ do: fc.constant('sms'), order, code: fc.constantFrom('1234', null) }),
  fc.record({ do: fc.constant('pass'), seconds: fc.integer({ min: 0, max: 700 }) }),
  fc.record({
    do: fc.constant('intervene'),
    change: fc.constantFrom('expire', 'cancel', 'finish'),
    order,
  }),
  fc.record({ do: fc.constant('set balance'), balance: fc.nat({ max: 100_000 }) }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault'),
      rule: fc.record(
        {
          nth: fc.integer({ min: 1, max: 3 }),
          probability: fc.constantFrom(0.3, 1),
          count: fc.integer({ min: 1, max: 3 }),
          fault,
        },
        { requiredKeys: ['fault'] },
      ),
    }),
  },
);

/** Any life of an account: what was asked of it, and what its books say after each step. */
async function live(
  steps: readonly Step[],
  check: (books: BooksView, assembly: Assembly) => void,
): Promise<void> {
  const clock = fakeClock(START);
  const assembly = assemble(
    {
      seed: 'property',
      catalog: { products: PRODUCTS },
      cancelAfterSeconds: { guide: 0, openapi: 60 },
      // A key that is forgotten may buy again; here none is.
      idempotencySeconds: 1_000_000,
      abuseGuard: { bansAtCancels: 5, banSeconds: 600, cancelsPerDay: 8 },
    },
    TOKEN,
    clock,
  );
  for (const next of steps) {
    take(next, assembly);
    await new Promise(setImmediate);
    check(readBooks(assembly), assembly);
  }
  // What is still late, and what that opens, comes to its end: one wait after the other.
  for (let round = 0; round < 20; round += 1) {
    clock.advance(5_000_000);
    await new Promise(setImmediate);
  }
  check(readBooks(assembly), assembly);
  clock.stop();
}

/** Requests are not waited for: with latency they overlap, as those of a real client do. */
function take(next: Step, assembly: Assembly): void {
  const { api, world, faults, clock } = assembly;
  const { account } = world.provider;
  const send = (path: string, body: unknown, key?: string): void => {
    void api.answer({
      method: 'POST',
      path,
      query: new URLSearchParams(),
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: { kind: 'text', text: JSON.stringify(body) },
    });
  };
  const chosen = (index: number) => {
    const all = account.orders();
    return all[index % Math.max(1, all.length)];
  };
  switch (next.do) {
    case 'create':
      if (next.dialect === 'guide') send('/guide/v1/orders', { product_id: 9 });
      else
        send('/v1/orders/create', {
          catalog_product_id: keylessCatalogProduct(assembly),
          quantity: next.quantity,
        });
      return;
    case 'create with key':
      send('/openapi/v1/orders/create', { product_id: next.key }, `key-${next.key}`);
      return;
    case 'act':
      send(`/openapi/v1/orders/${next.deed}`, { id: chosen(next.order)?.id ?? 0 });
      return;
    case 'cancel in the guide':
      send(`/guide/v1/orders/${chosen(next.order)?.ref ?? 'ord_none'}/cancel`, undefined);
      return;
    case 'reactivate': {
      const id = chosen(next.order)?.id ?? 0;
      send('/v1/orders/reactivate', { id }, next.key ? `again-${id}` : undefined);
      return;
    }
    case 'sms': {
      const to = chosen(next.order)?.phoneNumber ?? '+4915100000000';
      world.phones.receive({ to, text: 'Your code is 1234', code: next.code }, clock.now());
      return;
    }
    case 'pass':
      clock.advance(next.seconds * 1000);
      return;
    case 'intervene':
      intervene(account, chosen(next.order)?.id ?? 0, next.change, clock.now());
      return;
    case 'set balance':
      account.adjustBalance(next.balance, clock.now());
      return;
    case 'fault':
      faults.add(next.rule);
  }
}

/** That of product 9, which no key buys. */
function keylessCatalogProduct({ world }: Assembly): number {
  return world.provider.account.catalog.products.at(-1)?.catalogProductId ?? 0;
}

const lives = fc.array(step, { minLength: 5, maxLength: 40 });

describe('whatever is asked, however time passes and whatever goes wrong', () => {
  test('the books balance after every step', async () => {
    await fc.assert(
      fc.asyncProperty(lives, (steps) =>
        live(steps, (books) => {
          expect(books.problems).toEqual([]);
          expect(books.balance).toBeGreaterThanOrEqual(0);
          const moved = books.entries.reduce((sum, entry) => sum + entry.amount, 0);
          expect(books.balance).toBe(books.opening_balance + moved);
        }),
      ),
    );
  });

  test('no order is both refunded and finished, and none with an SMS is refunded', async () => {
    await fc.assert(
      fc.asyncProperty(lives, (steps) =>
        live(steps, ({ orders }) => {
          const refunded = orders.filter((one) => one.refunded > 0);
          expect(refunded.filter((one) => one.state === 'completed')).toEqual([]);
          expect(refunded.filter((one) => one.sms.length > 0)).toEqual([]);
        }),
      ),
    );
  });

  test('in the end every order is closed: refunded in full, or paid for with an SMS', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (steps) => {
        let last: BooksView | undefined;
        await live(steps, (books) => {
          last = books;
        });
        expect(last?.open_orders).toBe(0);
        const unpaid = last?.orders.filter((one) => one.refunded !== one.charged);
        expect(unpaid?.filter((one) => one.sms.length === 0)).toEqual([]);
      }),
    );
  });

  test('the same key never buys twice', async () => {
    await fc.assert(
      fc.asyncProperty(lives, (steps) =>
        live(steps, ({ orders }) => {
          // A reactivation shares its number with the order before it; a second purchase does not.
          const numbers = new Map(orders.map((one) => [one.phone_number, one.product_id]));
          for (const key of KEYS) {
            const bought = [...numbers.values()].filter((product) => product === key);
            expect(bought.length).toBeLessThanOrEqual(1);
          }
        }),
      ),
    );
  });

  test('stock never goes below nothing', async () => {
    await fc.assert(
      fc.asyncProperty(lives, (steps) =>
        live(steps, (_books, { world }) => {
          const { inventory } = world.provider.account;
          expect(inventory.offers().filter((offer) => offer.available < 0)).toEqual([]);
        }),
      ),
    );
  });
});
