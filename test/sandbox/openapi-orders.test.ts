import { describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { openSandbox, type Answer, type Fields, type Opened } from './open-sandbox.ts';

type Rented = Opened & {
  readonly order: Fields;
  readonly read: () => Promise<Fields>;
  readonly sms: (text: string, code?: string | null) => void;
  readonly act: (deed: 'cancel' | 'finish' | 'resend') => Promise<Answer>;
};

async function rent(options: SandboxOptions = {}): Promise<Rented> {
  const opened = await openSandbox(options);
  const { json } = await opened.openapi('POST /orders/create', { product_id: 42 });
  const [order] = json.data.orders;
  if (order === undefined) throw new Error('nothing bought');
  return {
    ...opened,
    order,
    read: async () => (await opened.openapi(`GET /orders/${order.id}`)).json.data,
    sms: (text, code) => {
      opened.sandbox.deliver({ to: order.phone_number, text, code });
    },
    act: (deed) => opened.openapi(`POST /orders/${deed}`, { id: order.id }),
  };
}

describe('an order in the openapi dialect', () => {
  test('has every key of the summary, null where there is nothing', async () => {
    const { read, order } = await rent();
    expect(await read()).toEqual({
      ...order,
      created_at: '2026-03-16T14:00:00.000Z',
      otp_message: null,
      sms_revision: 0,
      canceled_at: null,
    });
  });

  test('receives an SMS with its text, its code and its revision', async () => {
    const { read, sms, pass } = await rent();
    pass(20);
    sms('Your code is 004217.');
    expect(await read()).toMatchObject({
      status: 'OTP_RECEIVED',
      otp_code: '004217',
      otp_message: 'Your code is 004217.',
      sms_revision: 1,
      otp_received_at: '2026-03-16T14:00:20.000Z',
      can_finish: true,
      can_cancel: false,
      cancel_available_at: null,
    });
  });

  test('may receive an SMS in which the provider finds no code', async () => {
    const { read, sms } = await rent();
    sms('Dein Code: 123456', null);
    expect(await read()).toMatchObject({
      status: 'OTP_RECEIVED',
      otp_code: null,
      otp_message: 'Dein Code: 123456',
      sms_revision: 1,
      can_cancel: false,
    });
  });

  test('keeps an earlier code beside a later SMS without one', async () => {
    const { read, sms, pass } = await rent();
    sms('Code 111111');
    pass(5);
    sms('Welcome!', null);
    expect(await read()).toMatchObject({
      otp_code: '111111',
      otp_message: 'Welcome!',
      sms_revision: 2,
      otp_received_at: '2026-03-16T14:00:00.000Z',
    });
  });

  test('cannot be cancelled in its first two minutes, and says from when on', async () => {
    const { act, read, pass } = await rent();
    pass(119.999);
    const early = await act('cancel');
    expect([early.status, early.json.error.code]).toEqual([409, 'CANCEL_TOO_EARLY']);
    expect(early.json.error.details).toEqual({ cancel_available_at: '2026-03-16T14:02:00.000Z' });
    expect(await read()).toMatchObject({ status: 'ACTIVE', can_cancel: false });
    pass(0.001);
    expect(await read()).toMatchObject({ can_cancel: true });
    expect((await act('cancel')).status).toBe(200);
  });

  test('refunds a cancel at once', async () => {
    const { act, read, order, sandbox } = await rent({ cancelAfterSeconds: 0 });
    const { json } = await act('cancel');
    expect(json.data).toEqual({
      order_id: order.id,
      status: 'CANCELED',
      refund_amount: 4500,
      new_balance: 150_000,
    });
    expect(await read()).toMatchObject({
      status: 'CANCELED',
      canceled_at: '2026-03-16T14:00:00.000Z',
      can_cancel: false,
    });
    expect(sandbox.books()).toMatchObject({ balanced: true, spent: 0, open_orders: 0 });
  });

  test('cannot be cancelled once an SMS arrived', async () => {
    const { act, sms, read } = await rent({ cancelAfterSeconds: 0 });
    sms('Code 111111');
    const refused = await act('cancel');
    expect([refused.status, refused.json.error.code]).toEqual([409, 'CONFLICT']);
    expect(await read()).toMatchObject({ status: 'OTP_RECEIVED' });
  });

  test('is finished after an SMS, and keeps its code', async () => {
    const { act, sms, read, order } = await rent();
    sms('Code 111111');
    expect((await act('finish')).json.data).toEqual({ order_id: order.id, status: 'COMPLETED' });
    expect(await read()).toMatchObject({
      status: 'COMPLETED',
      otp_code: '111111',
      can_finish: false,
    });
  });

  test('cannot be finished before an SMS', async () => {
    const { act } = await rent();
    const refused = await act('finish');
    expect([refused.status, refused.json.error.code]).toEqual([409, 'CONFLICT']);
  });

  test('goes back to ACTIVE with the old code after a resend, until a later revision', async () => {
    const { act, sms, read, order, pass } = await rent();
    sms('Code 111111');
    pass(30);
    expect((await act('resend')).json.data).toEqual({
      order_id: order.id,
      status: 'ACTIVE',
      resent: true,
    });
    expect(await read()).toMatchObject({ status: 'ACTIVE', otp_code: '111111', sms_revision: 1 });
    sms('Code 222222');
    expect(await read()).toMatchObject({
      status: 'OTP_RECEIVED',
      otp_code: '222222',
      sms_revision: 2,
      otp_received_at: '2026-03-16T14:00:00.000Z',
    });
  });

  test('stays unrefundable when it went back to ACTIVE after an SMS', async () => {
    const { act, sms, read, pass, sandbox } = await rent({ cancelAfterSeconds: 0 });
    sms('Code 111111');
    pass(30);
    await act('resend');
    expect(await read()).toMatchObject({ status: 'ACTIVE', can_cancel: false, can_finish: true });
    expect((await act('cancel')).status).toBe(409);
    pass(1200);
    expect(await read()).toMatchObject({ status: 'COMPLETED' });
    expect(sandbox.books()).toMatchObject({ refunded: 0, balanced: true });
  });

  test('may be asked to send again before any SMS, but not at once', async () => {
    const { act, pass, read } = await rent();
    const early = await act('resend');
    expect([early.status, early.json.error.code]).toEqual([409, 'CONFLICT']);
    pass(30);
    expect(await read()).toMatchObject({ can_resend: true });
    expect((await act('resend')).json.data['resent']).toBe(true);
    expect(await read()).toMatchObject({
      can_resend: false,
      resend_available_at: '2026-03-16T14:01:00.000Z',
    });
  });

  test.each(['cancel', 'finish', 'resend'] as const)(
    'refuses to %s once it expired',
    async (deed) => {
      const { act, pass, read } = await rent();
      pass(1200);
      expect(await read()).toMatchObject({
        status: 'EXPIRED',
        can_cancel: false,
        can_resend: false,
      });
      const refused = await act(deed);
      expect([refused.status, refused.json.error.code]).toEqual([409, 'CONFLICT']);
      expect(refused.json.error.details).toEqual({ status: 'EXPIRED' });
    },
  );

  test('takes no SMS that comes after its window', async () => {
    const { read, pass, order, sandbox } = await rent();
    pass(1200);
    const delivery = sandbox.deliver({ to: order.phone_number, text: 'Code 111111' });
    expect(delivery).toEqual({ kind: 'undeliverable', reason: 'number-closed' });
    expect(await read()).toMatchObject({ status: 'EXPIRED', sms_revision: 0 });
    expect(sandbox.books()).toMatchObject({ balance: 150_000, balanced: true });
  });

  test.each(['cancel', 'finish', 'resend'])(
    'refuses to %s an order it does not know',
    async (deed) => {
      const { openapi } = await openSandbox();
      const { status, json } = await openapi(`POST /orders/${deed}`, { id: 1 });
      expect([status, json.error.code]).toEqual([404, 'NOT_FOUND']);
    },
  );

  test.each(['cancel', 'finish', 'resend'])('refuses to %s without an integer id', async (deed) => {
    const { openapi } = await openSandbox();
    const { status, json } = await openapi(`POST /orders/${deed}`, { id: 'ord_abc123' });
    expect([status, json.error.code, json.error.details]).toEqual([
      422,
      'VALIDATION_ERROR',
      { id: expect.any(String) as string },
    ]);
  });

  test('is not found under an id that nobody has', async () => {
    const { openapi } = await openSandbox();
    const { status, json } = await openapi('GET /orders/1');
    expect([status, json.error.code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('the lists of orders in the openapi dialect', () => {
  async function three(): Promise<Opened & { readonly ids: readonly number[] }> {
    const opened = await openSandbox({ cancelAfterSeconds: 0 });
    const ids: number[] = [];
    for (const product of [42, 44, 42]) {
      const { json } = await opened.openapi('POST /orders/create', { product_id: product });
      ids.push(json.data.orders[0]?.id ?? 0);
      opened.pass(1);
    }
    return { ...opened, ids };
  }

  test('begin with the newest and go on by limit and offset', async () => {
    const { openapi, ids } = await three();
    const [first, second, third] = ids;
    const listed = async (query: string): Promise<number[]> =>
      (await openapi(`GET /orders${query}`)).json.data.map((order) => order.id);
    expect(await listed('')).toEqual([third, second, first]);
    expect(await listed('?limit=1')).toEqual([third]);
    expect(await listed('?limit=2&offset=1')).toEqual([second, first]);
    expect(await listed('?offset=3')).toEqual([]);
  });

  test('show 20 by themselves and 100 at most', async () => {
    const { openapi } = await openSandbox({ openingBalance: 10_000_000 });
    await openapi('POST /orders/create', { product_id: 44, quantity: 100 });
    await openapi('POST /orders/create', { product_id: 44, quantity: 5 });
    expect((await openapi('GET /orders')).json.data).toHaveLength(20);
    expect((await openapi('GET /orders?limit=1000')).json.data).toHaveLength(100);
  });

  test('filter by status', async () => {
    const { openapi, ids } = await three();
    await openapi('POST /orders/cancel', { id: ids[1] });
    const { json } = await openapi('GET /orders?status=CANCELED');
    expect(json.data.map((order) => order.id)).toEqual([ids[1]]);
    expect((await openapi('GET /orders?status=LOST')).json.error.code).toBe('VALIDATION_ERROR');
  });

  test('show in one reading every order that is open, with no number, time or amount', async () => {
    const { openapi, ids, sandbox } = await three();
    await openapi('POST /orders/cancel', { id: ids[0] });
    const number = sandbox.books().orders[1]?.phone_number ?? '';
    sandbox.deliver({ to: number, text: 'Code 111111' });
    const { json } = await openapi('GET /orders/active');
    expect(json.data.map((order) => [order.id, order['status'], order['otp_code']])).toEqual([
      [ids[2], 'ACTIVE', null],
      [ids[1], 'OTP_RECEIVED', '111111'],
    ]);
    const absent = ['phone_number', 'created_at', 'amount', 'product_id', 'catalog_product_id'];
    for (const key of [...absent, 'canceled_at']) expect.soft(json.data[0]).not.toHaveProperty(key);
  });
});
