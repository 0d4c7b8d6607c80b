import { describe, expect, test } from 'vitest';
import { openSandbox, type Fields, type Opened } from './open-sandbox.ts';

/** Three offers of one country and service; the dearest one has the best success rate. */
const THREE_OFFERS = {
  products: [
    {
      id: 1,
      country: 'germany',
      platform: 'whatsapp',
      price: 3000,
      available: 2,
      operator: 'O2',
      successRate: 0.5,
    },
    {
      id: 2,
      country: 'germany',
      platform: 'whatsapp',
      price: 5000,
      available: 5,
      operator: 'Telekom',
      successRate: 0.7,
    },
    {
      id: 3,
      country: 'germany',
      platform: 'whatsapp',
      price: 9000,
      available: 5,
      operator: 'Telekom',
      successRate: 0.9,
    },
  ],
} as const;

type Germany = Opened & {
  readonly buy: (wish: Readonly<Record<string, unknown>>) => Promise<readonly unknown[]>;
  readonly telekom: number;
};

/** Buys by the catalog product of Germany; answers with product ids, or with what was refused. */
async function openGermany(): Promise<Germany> {
  const opened = await openSandbox({ catalog: THREE_OFFERS });
  const { json } = await opened.openapi('GET /catalog/products');
  const catalogProductId = json.data[0]?.catalog_product_id;
  return {
    ...opened,
    telekom: json.data[1]?.operator_id ?? 0,
    buy: async (wish) => {
      const bought = await opened.openapi('POST /orders/create', {
        catalog_product_id: catalogProductId,
        ...wish,
      });
      return bought.status === 200
        ? bought.json.data.orders.map((order) => order['product_id'])
        : [bought.status, bought.json.error.code];
    },
  };
}

describe('buying in the openapi dialect', () => {
  test('answers with the orders and the number of those that failed', async () => {
    const { openapi } = await openSandbox();
    const { status, json } = await openapi('POST /orders/create', { product_id: 42 });
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      data: {
        orders: [expect.objectContaining({ status: 'ACTIVE', amount: 4500 })],
        failed_count: 0,
      },
    });
  });

  test('says of a new order all that an item has, and nothing more', async () => {
    const { openapi } = await openSandbox();
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    expect(json.data.orders[0]).toEqual({
      id: expect.any(Number) as number,
      status: 'ACTIVE',
      product_id: 42,
      catalog_product_id: expect.any(Number) as number,
      operator_id: expect.any(Number) as number,
      operator_name: 'Telkomsel',
      phone_number: expect.stringMatching(/^\+628/) as string,
      amount: 4500,
      otp_code: null,
      otp_received_at: null,
      expires_at: '2026-03-16T14:20:00.000Z',
      failed_reason: null,
      can_finish: false,
      can_resend: false,
      can_cancel: false,
      can_replace: false,
      can_reactivate: false,
      resend_available_at: '2026-03-16T14:00:30.000Z',
      cancel_available_at: '2026-03-16T14:02:00.000Z',
      replace_available_at: null,
    });
  });

  test('may name the number later than the order', async () => {
    const { openapi, pass } = await openSandbox({ phoneAfterSeconds: 3 });
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    const [order] = json.data.orders;
    expect(order?.phone_number).toBeNull();
    pass(3);
    const read = await openapi(`GET /orders/${order?.id ?? ''}`);
    expect(read.json.data.phone_number).toMatch(/^\+628/);
  });

  test('buys as many as asked, and counts those that it could not', async () => {
    const { openapi, control, sandbox } = await openSandbox();
    await control('POST /stock', { product_id: 42, available: 3 });
    const { json } = await openapi('POST /orders/create', { product_id: 42, quantity: 5 });
    const ids = json.data.orders.map((order) => order.id);
    expect(new Set(ids).size).toBe(3);
    expect(json.data['failed_count']).toBe(2);
    expect(sandbox.books().charged).toBe(3 * 4500);
  });

  test('stops buying where the balance ends', async () => {
    const { openapi } = await openSandbox({ openingBalance: 10_000 });
    const { json } = await openapi('POST /orders/create', { product_id: 42, quantity: 3 });
    expect([json.data.orders.length, json.data['failed_count']]).toEqual([2, 1]);
  });

  test('says what the balance is when it does not suffice for one', async () => {
    const { openapi } = await openSandbox({ openingBalance: 100 });
    const { status, json } = await openapi('POST /orders/create', { product_id: 42 });
    expect([status, json.error.code]).toEqual([409, 'INSUFFICIENT_BALANCE']);
    expect(json.error.details).toEqual({ balance: 100, required: 4500 });
  });

  test.each([
    ['the cheapest by itself', {}, [1]],
    ['the cheapest above a least price', { min_price: 3001 }, [2]],
    ['the best where that is the policy', { policy: 'best_success' }, [3]],
    ['the best within a highest price', { policy: 'best_success', max_price: 5000 }, [2]],
    ['the next one when the cheapest is sold out', { quantity: 3 }, [1, 1, 2]],
    ['nothing where every price is too high', { max_price: 2999 }, [422, 'NO_OFFER_AVAILABLE']],
    [
      'nothing from an operator that it does not know',
      { operator_id: 1 },
      [422, 'NO_OFFER_AVAILABLE'],
    ],
  ])('by catalog product buys %s', async (_what, wish, outcome) => {
    const { buy } = await openGermany();
    expect(await buy(wish)).toEqual(outcome);
  });

  test('by catalog product buys from one operator alone', async () => {
    const { buy, telekom } = await openGermany();
    expect(await buy({ operator_id: telekom })).toEqual([2]);
  });

  test.each([
    ['sold out', { product_id: 42 }],
    ['unknown', { product_id: 999_999 }],
  ])('says NO_OFFER_AVAILABLE of a product that is %s', async (_what, body) => {
    const { openapi, control } = await openSandbox();
    await control('POST /stock', { product_id: 42, available: 0 });
    const { status, json } = await openapi('POST /orders/create', body);
    expect([status, json.error.code]).toEqual([422, 'NO_OFFER_AVAILABLE']);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['neither id', {}, ['product_id', 'catalog_product_id']],
    [
      'both ids',
      { product_id: 42, catalog_product_id: 5001 },
      ['product_id', 'catalog_product_id'],
    ],
    ['a highest price for one product', { product_id: 42, max_price: 1 }, ['max_price']],
    ['a policy for one product', { product_id: 42, policy: 'cheapest' }, ['policy']],
    ['an unknown policy', { catalog_product_id: 5001, policy: 'dearest' }, ['policy']],
    ['a quantity of 0', { product_id: 42, quantity: 0 }, ['quantity']],
    ['a quantity of 101', { product_id: 42, quantity: 101 }, ['quantity']],
    ['an id in words', { product_id: 'forty-two' }, ['product_id']],
    ['no JSON', 'product_id=42', ['body']],
  ])('refuses %s and names the fields', async (_what, body, fields) => {
    const { openapi, sandbox } = await openSandbox();
    const { status, json } = await openapi('POST /orders/create', body);
    expect([status, json.error.code]).toEqual([422, 'VALIDATION_ERROR']);
    expect(Object.keys(json.error.details)).toEqual(fields);
    expect(sandbox.books().rented).toBe(0);
  });
});

describe('reactivating in the openapi dialect', () => {
  async function completed(): Promise<Opened & { readonly order: Fields }> {
    const opened = await openSandbox();
    const { json } = await opened.openapi('POST /orders/create', { product_id: 42 });
    const [order] = json.data.orders;
    if (order === undefined) throw new Error('nothing bought');
    opened.sandbox.deliver({ to: order.phone_number, text: 'Code: 111111' });
    await opened.openapi('POST /orders/finish', { id: order.id });
    return { ...opened, order };
  }

  test('buys another code on the number of a completed order', async () => {
    const { openapi, order, sandbox } = await completed();
    const options = await openapi(`GET /orders/${order.id}/reactivate-options`);
    expect(options.json.data).toEqual({ cost: 4500 });
    const { status, json } = await openapi('POST /orders/reactivate', { id: order.id });
    expect(status).toBe(200);
    const [again] = json.data.orders;
    expect(again).toMatchObject({ status: 'ACTIVE', phone_number: order.phone_number });
    expect(again?.id).not.toBe(order.id);
    sandbox.deliver({ to: order.phone_number, text: 'Code: 222222' });
    expect((await openapi(`GET /orders/${again?.id ?? ''}`)).json.data['otp_code']).toBe('222222');
    expect(sandbox.books()).toMatchObject({ charged: 9000, balanced: true });
  });

  test('does not buy above the highest price', async () => {
    const { openapi, order } = await completed();
    const { status, json } = await openapi('POST /orders/reactivate', {
      id: order.id,
      max_price: 4499,
    });
    expect([status, json.error.code]).toEqual([422, 'NO_OFFER_AVAILABLE']);
  });

  test('is offered while the number is free, and refused while it is rented again', async () => {
    const { openapi, order } = await completed();
    const offered = async (): Promise<unknown> =>
      (await openapi(`GET /orders/${order.id}`)).json.data['can_reactivate'];
    expect(await offered()).toBe(true);
    await openapi('POST /orders/reactivate', { id: order.id });
    expect(await offered()).toBe(false);
    const again = await openapi('POST /orders/reactivate', { id: order.id });
    expect([again.status, again.json.error.code]).toEqual([409, 'CONFLICT']);
  });

  test('refuses an order that is not completed', async () => {
    const { openapi } = await openSandbox();
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    const id = json.data.orders[0]?.id;
    const refused = await openapi('POST /orders/reactivate', { id });
    expect([refused.status, refused.json.error.code]).toEqual([409, 'CONFLICT']);
    expect((await openapi(`GET /orders/${id ?? ''}/reactivate-options`)).status).toBe(409);
  });

  test('puts no number on sale when the reactivated order is cancelled', async () => {
    const { openapi, order, pass } = await completed();
    const { json } = await openapi('POST /orders/reactivate', { id: order.id });
    pass(120);
    await openapi('POST /orders/cancel', { id: json.data.orders[0]?.id });
    const products = (await openapi('GET /catalog/products')).json.data;
    expect(products.find((product) => product.id === 42)?.['available']).toBe(86);
  });
});
