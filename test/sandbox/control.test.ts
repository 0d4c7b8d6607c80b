import { describe, expect, test } from 'vitest';
import { openSandbox, TOKEN, type Fields } from './open-sandbox.ts';

describe('POST /sms', () => {
  test('delivers to the number that is rented, however it is written', async () => {
    const { guide, control } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    const national = order.phone_number.slice(1).replace(/^62(\d{3})/, '62 $1-');
    const { status, json } = await control('POST /sms', { to: national, text: 'Code: 1234' });
    expect(status).toBe(200);
    expect(json).toEqual({
      delivered: true,
      id: expect.any(Number) as number,
      order_id: order.order_id,
      sms_revision: 1,
      code: '1234',
    });
  });

  test('believes a given code, and a given absence of one', async () => {
    const { guide, control } = await openSandbox();
    const { phone_number: to } = (await guide('POST /orders', { product_id: 42 })).json.data;
    const given = await control('POST /sms', { to, text: 'Your word is tulip', code: 'tulip' });
    expect(given.json['code']).toBe('tulip');
    const none = await control('POST /sms', { to, text: 'Code: 1234', code: null });
    expect(none.json['code']).toBeNull();
  });

  test.each([
    ['number-unknown', '+4915123000000'],
    ['number-unknown', 'the test phone'],
  ])('says %s of %s, and keeps the SMS', async (reason, to) => {
    const { control } = await openSandbox();
    const { status, json } = await control('POST /sms', { to, text: 'Code: 1234' });
    expect(status).toBe(404);
    expect(json).toEqual({ delivered: false, kept: true, reason });
    const kept = await control('GET /sms');
    expect(kept.json['sms']).toMatchObject([{ to, text: 'Code: 1234', delivered: false, reason }]);
  });

  test('says number-closed of a number that was given back', async () => {
    const { guide, control } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    await guide(`POST /orders/${order.order_id}/cancel`);
    const sms = { to: order.phone_number, text: 'Code: 1234' };
    expect((await control('POST /sms', sms)).json['reason']).toBe('number-closed');
  });

  test.each(['{"to":"+62812"}', 'to=1', '[]'])('refuses %s with what is wrong', async (body) => {
    const { control } = await openSandbox();
    const { status, json } = await control('POST /sms', body);
    expect(status).toBe(400);
    expect(json.error).toMatch(/\w/);
  });
});

describe('GET /books', () => {
  test('shows what was paid for what, and that it balances', async () => {
    const { guide, control, sandbox, pass } = await openSandbox();
    const kept = (await guide('POST /orders', { product_id: 42 })).json.data;
    await guide('POST /orders', { product_id: 44 });
    sandbox.deliver({ to: kept.phone_number, text: 'Code: 1234' });
    pass(1200);
    await guide('POST /orders', { product_id: 42 });
    const { json } = await control('GET /books');
    expect(json).toMatchObject({
      currency: 'IDR',
      opening_balance: 150_000,
      balance: 141_000,
      charged: 15_000,
      refunded: 6000,
      adjusted: 0,
      spent: 9000,
      rented: 3,
      open_orders: 1,
      balanced: true,
      problems: [],
    });
    expect(json['entries']).toMatchObject([
      { kind: 'charge', amount: -4500 },
      { kind: 'charge', amount: -6000 },
      { kind: 'refund', amount: 6000, at: '2026-03-16T14:20:00.000Z' },
      { kind: 'charge', amount: -4500 },
    ]);
    expect(json.orders).toMatchObject([
      { order_id: kept.order_id, state: 'completed', charged: 4500, refunded: 0 },
      { state: 'expired', charged: 6000, refunded: 6000, closed_at: '2026-03-16T14:20:00.000Z' },
      { state: 'waiting', charged: 4500, refunded: 0, closed_at: null },
    ]);
  });
});

describe('GET /requests', () => {
  test('tells what was asked and answered, and never the token', async () => {
    const { openapi, both, control } = await openSandbox();
    await openapi('POST /orders/create', { product_id: 42 }, { 'idempotency-key': 'k-1' });
    await openapi('GET /orders?limit=1');
    await both('GET /balance');
    const { json, text } = await control('GET /requests');
    expect(json['requests']).toMatchObject([
      {
        n: 1,
        method: 'POST',
        path: '/openapi/v1/orders/create',
        status: 200,
        dialect: 'openapi',
        operation: 'create',
        idempotency_key: 'k-1',
        time: '2026-03-16T14:00:00.000Z',
        in_flight: 1,
        faults: [],
      },
      { n: 2, path: '/openapi/v1/orders?limit=1', operation: 'list', idempotency_key: null },
      { n: 3, path: '/v1/balance', dialect: 'either' },
    ]);
    expect(text).not.toContain(TOKEN);
  });

  test('knows by its base the dialect of what no endpoint took', async () => {
    const { guide, openapi, both, sandbox } = await openSandbox();
    for (const ask of [guide, openapi, both]) await ask('GET /nothing');
    const dialects = sandbox.requests().map((request) => request.dialect);
    expect(dialects).toEqual(['guide', 'openapi', 'openapi']);
  });

  test('has no status for what got no answer', async () => {
    const { openapi, control } = await openSandbox({ faults: [{ fault: { kind: 'cut' } }] });
    await expect(openapi('GET /balance')).rejects.toThrow();
    const { json } = await control('GET /requests');
    expect(json['requests']).toMatchObject([{ status: null, faults: ['cut'], answered_at: null }]);
  });

  test('gives the request id that the client saw', async () => {
    const { openapi, sandbox } = await openSandbox();
    const { headers } = await openapi('GET /balance');
    expect(sandbox.requests()[0]?.request_id).toBe(headers.get('x-request-id'));
  });

  test('can be forgotten', async () => {
    const { openapi, control, sandbox } = await openSandbox();
    await openapi('GET /balance');
    await control('DELETE /requests');
    expect(sandbox.requests()).toEqual([]);
    await openapi('GET /balance');
    expect(sandbox.requests()).toMatchObject([{ n: 2, status: 200 }]);
  });

  test('does not take the end of a forgotten request for that of another', async () => {
    const { openapi, control, sandbox, pass } = await openSandbox({
      faults: [{ fault: { kind: 'latency', seconds: 1 } }],
    });
    const late = openapi('GET /orders/1');
    while (sandbox.requests().length === 0) await new Promise(setImmediate);
    await control('DELETE /requests');
    await openapi('GET /balance');
    pass(1);
    expect((await late).status).toBe(404);
    expect(sandbox.requests()).toMatchObject([{ operation: 'balance', status: 200 }]);
  });
});

describe('the faults over the control port', () => {
  test('are added, listed with what they did, and removed', async () => {
    const { openapi, control } = await openSandbox();
    const rule = { match: { operation: 'balance' }, fault: { kind: 'html', status: 502 } };
    await control('POST /faults', [rule, { ...rule, nth: 5 }]);
    expect((await openapi('GET /balance')).status).toBe(502);
    const listed = await control('GET /faults');
    expect(listed.json['faults']).toEqual([
      { id: 1, matched: 1, fired: 1, ...rule },
      { id: 2, matched: 1, fired: 0, ...rule, nth: 5 },
    ]);
    await control('DELETE /faults/1');
    expect((await control('GET /faults')).json['faults']).toMatchObject([{ id: 2 }]);
    await control('DELETE /faults');
    expect((await control('GET /faults')).json['faults']).toEqual([]);
    expect((await control('DELETE /faults/1')).status).toBe(404);
  });

  test.each([
    { fault: { kind: 'earthquake' } },
    { fault: { kind: 'html' } },
    { fault: { kind: 'cut' }, match: { operation: 'steal' } },
    { fault: { kind: 'cut' }, times: 2 },
  ])('are refused when they are mistaken: %o', async (rule) => {
    const { control } = await openSandbox();
    expect((await control('POST /faults', rule)).status).toBe(400);
    expect((await control('GET /faults')).json['faults']).toEqual([]);
  });
});

describe('the world over the control port', () => {
  test('moves the clock', async () => {
    const { guide, control } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    const { json } = await control('POST /clock', { advance_seconds: 1200 });
    expect(json['now']).toBe('2026-03-16T14:20:00.000Z');
    expect((await control('GET /clock')).json).toEqual(json);
    expect((await guide(`GET /orders/${order.order_id}`)).json.data['status']).toBe('EXPIRED');
  });

  test('does not move the clock back', async () => {
    const { control } = await openSandbox();
    expect((await control('POST /clock', { advance_seconds: -1 })).status).toBe(400);
  });

  test('changes stock, price and sale of a product', async () => {
    const { guide, control } = await openSandbox();
    await control('POST /stock', { product_id: 42, available: 3, price: 4000 });
    await control('POST /stock', { product_id: 44, active: false });
    const { json } = await guide('GET /catalog/products?country=indonesia&platform=whatsapp');
    expect(json.data).toMatchObject([{ id: 42, available_count: 3, price: 4000 }]);
    expect((await control('POST /stock', { product_id: 1, available: 3 })).status).toBe(404);
    const products = (await control('GET /stock')).json['products'] as readonly Fields[];
    expect(products.find((product) => product.id === 42)).toMatchObject({ available: 3 });
  });

  test('sets the balance, and the books keep account of it', async () => {
    const { guide, control, sandbox } = await openSandbox();
    await guide('POST /orders', { product_id: 42 });
    await control('POST /balance', { balance: 1000 });
    expect((await guide('GET /balance')).json.data['balance']).toBe(1000);
    expect(sandbox.books()).toMatchObject({ adjusted: -144_500, balanced: true });
  });

  test.each(['expire', 'cancel'])('lets the provider %s an order, by either id', async (change) => {
    const { both, control, sandbox } = await openSandbox();
    await both('POST /orders', { product_id: 42 });
    await both('POST /orders', { product_id: 42 });
    const [first, second] = sandbox.books().orders;
    const { json } = await control(`POST /orders/${first?.id ?? ''}`, { change });
    expect(json).toMatchObject({ id: first?.id, refunded: 4500 });
    expect((await control(`POST /orders/${second?.order_id ?? ''}`, { change })).status).toBe(200);
    expect((await control(`POST /orders/${second?.order_id ?? ''}`, { change })).status).toBe(409);
    expect((await control('POST /orders/1', { change })).status).toBe(404);
    expect(sandbox.books()).toMatchObject({ balance: 150_000, open_orders: 0, balanced: true });
  });

  test('gives a reason for an order that the provider cancelled', async () => {
    const { openapi, control } = await openSandbox();
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    const id = json.data.orders[0]?.id ?? 0;
    await control(`POST /orders/${id}`, { change: 'cancel' });
    expect((await openapi(`GET /orders/${id}`)).json.data['failed_reason']).toMatch(/provider/);
  });

  test('bans creation and lifts the ban', async () => {
    const { guide, control } = await openSandbox();
    const { json } = await control('POST /ban', { seconds: 60 });
    expect(json).toEqual({ until: '2026-03-16T14:01:00.000Z', tier: 1 });
    expect((await guide('POST /orders', { product_id: 42 })).status).toBe(429);
    await control('DELETE /ban');
    expect((await guide('POST /orders', { product_id: 42 })).status).toBe(200);
  });

  test('sets the webhook and shows what was delivered', async () => {
    const { guide, control, sandbox } = await openSandbox({
      postWebhook: () => Promise.resolve(200),
    });
    const url = 'https://ci.example/hook';
    await control('PUT /webhooks', { url, shape: 'guide' });
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    sandbox.deliver({ to: order.phone_number, text: 'Code: 1234' });
    await sandbox.webhooksIdle();
    expect((await control('GET /webhooks')).json).toMatchObject({
      settings: { url, shape: 'guide', enabled: true },
      attempts: [{ event: 'otp.received', status: 200, attempt: 1, url }],
    });
    expect((await control('PUT /webhooks', { url: 'http://ci.example' })).status).toBe(400);
  });
});

describe('the control port', () => {
  test('says where everything is and what it can do', async () => {
    const { control, sandbox } = await openSandbox();
    const { json, text } = await control('GET /');
    expect(json).toMatchObject({ url: sandbox.url, control_url: sandbox.controlUrl });
    expect(json['endpoints']).toContainEqual(expect.stringMatching(/^POST \/sms: /));
    expect(text).not.toContain(TOKEN);
  });

  test.each([
    ['GET /nothing', 404],
    ['DELETE /books', 405],
  ])('answers %s with %d and where to look', async (request, status) => {
    const { control } = await openSandbox();
    const answer = await control(request);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining('GET / lists')]);
  });

  test('is not the API, nor the API the control port', async () => {
    const { control, both } = await openSandbox();
    expect((await control('GET /balance')).status).toBe(405);
    expect((await both('GET /books')).status).toBe(404);
  });

  test('stops the sandbox, after it has answered', async () => {
    const { control, both, sandbox } = await openSandbox();
    expect((await control('POST /stop')).status).toBe(200);
    await sandbox.stopped;
    await expect(both('GET /balance')).rejects.toThrow();
  });
});

describe('an automatic reply', () => {
  test('comes so many seconds after the order, with a code of its own', async () => {
    const { guide, pass } = await openSandbox({
      autoReply: { afterSeconds: 8, text: 'PIN {code}!' },
    });
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    pass(7);
    expect((await guide(`GET /orders/${order.order_id}`)).json.data['status']).toBe('WAITING');
    pass(1);
    const read = (await guide(`GET /orders/${order.order_id}`)).json.data;
    expect(read['otp_code']).toMatch(/^\d{6}$/);
  });

  test('comes again after a resend', async () => {
    const { openapi, pass } = await openSandbox({ autoReply: { afterSeconds: 8 } });
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    const id = json.data.orders[0]?.id ?? 0;
    pass(30);
    await openapi('POST /orders/resend', { id });
    pass(8);
    expect((await openapi(`GET /orders/${id}`)).json.data['sms_revision']).toBe(2);
  });

  test('comes to a share of the orders only', async () => {
    const { openapi, pass, sandbox } = await openSandbox({
      openingBalance: 1_000_000,
      autoReply: { afterSeconds: 1, probability: 0.5 },
    });
    await openapi('POST /orders/create', { product_id: 42, quantity: 80 });
    pass(1);
    const received = sandbox.books().orders.filter((order) => order.sms.length > 0).length;
    expect(received).toBeGreaterThan(20);
    expect(received).toBeLessThan(60);
  });
});
