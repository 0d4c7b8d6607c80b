import { describe, expect, test } from 'vitest';
import type { FaultRule, Sandbox } from '../../src/sandbox/index.ts';
import { openSandbox, type Opened } from './open-sandbox.ts';

const CREATE = { operation: 'create' } as const;

async function openWith(...faults: FaultRule[]): Promise<Opened> {
  return openSandbox({ faults });
}

describe('a fault', () => {
  test('latency answers late', async () => {
    const { openapi, pass, sandbox } = await openWith({ fault: { kind: 'latency', seconds: 3 } });
    let answered = false;
    const request = openapi('GET /balance').then((answer) => {
      answered = true;
      return answer.status;
    });
    await arrived(sandbox);
    expect(answered).toBe(false);
    pass(3);
    expect(await request).toBe(200);
  });

  test('latency after the deed is late with the answer alone', async () => {
    const { openapi, pass, sandbox } = await openWith({
      match: CREATE,
      fault: { kind: 'latency', seconds: 3, stage: 'after' },
    });
    const request = openapi('POST /orders/create', { product_id: 42 });
    await arrived(sandbox);
    expect(sandbox.books().rented).toBe(1);
    pass(3);
    expect((await request).status).toBe(200);
  });

  test('rate_limited answers 429 with or without Retry-After', async () => {
    const { openapi } = await openWith(
      { fault: { kind: 'rate_limited', retry_after_seconds: 7 } },
      { fault: { kind: 'rate_limited' } },
    );
    const first = await openapi('GET /balance');
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
    const second = await openapi('GET /balance');
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, null]);
    expect(second.json.error.code).toBe('RATE_LIMIT_EXCEEDED');
  });

  test('error answers in the envelope and does nothing', async () => {
    const { openapi, sandbox } = await openWith({
      match: CREATE,
      fault: {
        kind: 'error',
        status: 503,
        code: 'SERVICE_UNAVAILABLE',
        details: { why: 'maintenance' },
        retry_after_seconds: 2,
      },
    });
    const answer = await openapi('POST /orders/create', { product_id: 42 });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(answer.json).toEqual({
      success: false,
      error: {
        code: 'SERVICE_UNAVAILABLE',
        message: 'SERVICE_UNAVAILABLE',
        details: { why: 'maintenance' },
      },
    });
    expect(sandbox.books().rented).toBe(0);
  });

  test.each([200, 403, 502])('html answers a page with status %d', async (status) => {
    const { openapi } = await openWith({ fault: { kind: 'html', status } });
    const answer = await openapi('GET /balance');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.text).toMatch(/^<!DOCTYPE html>/);
  });

  test('too_large answers 413 outside the envelope', async () => {
    const { openapi } = await openWith({ fault: { kind: 'too_large' } });
    const answer = await openapi('GET /balance');
    expect([answer.status, answer.text]).toEqual([413, 'Payload Too Large\n']);
  });

  test('cut hangs up before anything happened', async () => {
    const { openapi, sandbox } = await openWith({ match: CREATE, fault: { kind: 'cut' } });
    await expect(openapi('POST /orders/create', { product_id: 42 })).rejects.toThrow();
    expect(sandbox.books().rented).toBe(0);
  });

  test('silence never answers, and nothing happened', async () => {
    const { sandbox } = await openWith({ match: CREATE, fault: { kind: 'silence' } });
    expect(await unanswered(sandbox)).toBe(true);
    expect(sandbox.books().rented).toBe(0);
  });

  test('half_json answers half of what it did', async () => {
    const { openapi, sandbox } = await openWith({ match: CREATE, fault: { kind: 'half_json' } });
    const answer = await openapi('POST /orders/create', { product_id: 42 });
    expect(answer.status).toBe(200);
    expect(() => JSON.parse(answer.text) as unknown).toThrow(SyntaxError);
    expect(answer.text).toMatch(/^\{"success":true,"data":/);
    expect(sandbox.books().rented).toBe(1);
  });

  test('half_json may cut the line in the middle of the body', async () => {
    const { openapi } = await openWith({ fault: { kind: 'half_json', how: 'cut' } });
    await expect(openapi('GET /balance')).rejects.toThrow();
  });

  test('lost_reply buys and then cuts the line', async () => {
    const { openapi, sandbox } = await openWith({
      match: CREATE,
      fault: { kind: 'lost_reply', how: 'cut' },
    });
    await expect(openapi('POST /orders/create', { product_id: 42 })).rejects.toThrow();
    expect(sandbox.books()).toMatchObject({ rented: 1, open_orders: 1, balanced: true });
  });

  test('lost_reply may never answer', async () => {
    const { sandbox } = await openWith({
      match: CREATE,
      fault: { kind: 'lost_reply', how: 'timeout' },
    });
    expect(await unanswered(sandbox)).toBe(true);
    expect(sandbox.books().rented).toBe(1);
  });

  test('lost_reply may answer with the page of a gateway', async () => {
    const { guide, sandbox } = await openWith({
      match: CREATE,
      fault: { kind: 'lost_reply', how: 'html' },
    });
    const answer = await guide('POST /orders', { product_id: 42 });
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('502 Bad Gateway');
    expect(sandbox.books().rented).toBe(1);
  });

  test('a lost reply gives the bought order to a replay with the same key', async () => {
    const { openapi, sandbox } = await openWith({
      match: CREATE,
      fault: { kind: 'lost_reply', how: 'cut' },
    });
    const create = () =>
      openapi('POST /orders/create', { product_id: 42 }, { 'idempotency-key': 'k-1' });
    await expect(create()).rejects.toThrow();
    const { json } = await create();
    expect(json.data.orders[0]?.id).toBe(sandbox.books().orders[0]?.id);
    expect(sandbox.books().rented).toBe(1);
  });

  test('late_commit buys only after the reply was lost', async () => {
    const { guide, sandbox, pass } = await openWith({
      match: CREATE,
      fault: { kind: 'late_commit', after_seconds: 25, how: 'html', status: 504 },
    });
    expect((await guide('POST /orders', { product_id: 42 })).status).toBe(504);
    pass(24);
    expect(sandbox.books().rented).toBe(0);
    pass(1);
    expect(sandbox.books()).toMatchObject({ rented: 1, balanced: true });
  });

  test('late_commit of an unseen key finds what a retry bought meanwhile', async () => {
    const { openapi, sandbox, pass } = await openWith({
      match: CREATE,
      fault: { kind: 'late_commit', after_seconds: 25, how: 'cut', key: 'unseen' },
    });
    const create = () =>
      openapi('POST /orders/create', { product_id: 42 }, { 'idempotency-key': 'k-1' });
    await expect(create()).rejects.toThrow();
    expect((await create()).status).toBe(200);
    pass(25);
    expect(sandbox.books().rented).toBe(1);
  });

  test('late_commit of a replay does not forget what the key bought', async () => {
    const { openapi, sandbox, pass } = await openWith({
      match: CREATE,
      nth: 2,
      fault: { kind: 'late_commit', after_seconds: 5, how: 'cut' },
    });
    const create = () =>
      openapi('POST /orders/create', { product_id: 42 }, { 'idempotency-key': 'k-1' });
    await create();
    await expect(create()).rejects.toThrow();
    pass(5);
    expect((await create()).status).toBe(200);
    expect(sandbox.books().rented).toBe(1);
  });

  test('wrong_shape answers anything at all', async () => {
    const { openapi, sandbox } = await openWith(
      { fault: { kind: 'wrong_shape', body: [1, 2] } },
      { match: CREATE, fault: { kind: 'wrong_shape', status: 201, body: null, processed: true } },
    );
    const odd = await openapi('GET /balance');
    expect([odd.status, odd.text]).toEqual([200, '[1,2]']);
    const lost = await openapi('POST /orders/create', { product_id: 42 });
    expect([lost.status, lost.text]).toEqual([201, 'null']);
    expect(sandbox.books().rented).toBe(1);
  });

  test('patch sets and drops values of the true answer', async () => {
    const { openapi } = await openWith({
      match: CREATE,
      fault: {
        kind: 'patch',
        set: { status: 200, 'data.orders.0.phone_number': '628123', 'meta.total': 1 },
        drop: ['data.orders.0.amount', 'data.failed_count', 'data.none.such'],
      },
    });
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    expect(json).toMatchObject({ status: 200, meta: { total: 1 }, success: true });
    expect(json.data.orders[0]).toMatchObject({ phone_number: '628123', status: 'ACTIVE' });
    expect(json.data.orders[0]).not.toHaveProperty('amount');
    expect(Object.keys(json.data)).toEqual(['orders']);
  });

  test.each([
    ['expire', 'EXPIRED', 150_000],
    ['cancel', 'CANCELED', 150_000],
    ['sms', 'OTP_RECEIVED', 145_500],
  ] as const)('order_change: %s happens between two readings', async (change, status, balance) => {
    const { openapi } = await openWith({
      match: { operation: 'order' },
      nth: 2,
      fault: { kind: 'order_change', change },
    });
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    const read = async () =>
      (await openapi(`GET /orders/${json.data.orders[0]?.id ?? ''}`)).json.data;
    expect((await read())['status']).toBe('ACTIVE');
    expect((await read())['status']).toBe(status);
    expect((await openapi('GET /balance')).json.data['balance']).toBe(balance);
  });

  test('order_change: finish closes an order after its SMS', async () => {
    const { openapi } = await openWith(
      {
        match: { operation: 'order' },
        fault: { kind: 'order_change', change: 'sms', text: 'PIN 7777' },
      },
      { match: { operation: 'order' }, fault: { kind: 'order_change', change: 'finish' } },
    );
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    const read = await openapi(`GET /orders/${json.data.orders[0]?.id ?? ''}`);
    expect(read.json.data).toMatchObject({ status: 'COMPLETED', otp_code: '7777' });
  });

  test('order_change without a named order takes the one that the request names', async () => {
    const { openapi, sandbox } = await openWith({
      match: { operation: 'cancel' },
      fault: { kind: 'order_change', change: 'sms', code: null },
    });
    await openapi('POST /orders/create', { product_id: 42, quantity: 2 });
    const [first, second] = sandbox.books().orders;
    const refused = await openapi('POST /orders/cancel', { id: first?.id });
    expect(refused.json.error.code).toBe('CONFLICT');
    expect(sandbox.books().orders.map((order) => order.sms.length)).toEqual([1, 0]);
    expect(second?.state).toBe('waiting');
  });

  test('stock_change sells a product out between the catalog and the order', async () => {
    const { guide } = await openWith({
      match: CREATE,
      fault: { kind: 'stock_change', product_id: 42, available: 0 },
    });
    const { json } = await guide('GET /catalog/products?country=indonesia&platform=whatsapp');
    expect(json.data[0]?.['available_count']).toBe(87);
    const refused = await guide('POST /orders', { product_id: 42 });
    expect(refused.json.error.code).toBe('PRODUCT_UNAVAILABLE');
  });
});

describe('a fault rule', () => {
  const odd = { kind: 'wrong_shape', status: 299, body: null } as const;

  async function statuses(
    opened: Opened,
    count: number,
    request = 'GET /balance',
  ): Promise<number[]> {
    const seen: number[] = [];
    for (let sent = 0; sent < count; sent += 1) seen.push((await opened.openapi(request)).status);
    return seen;
  }

  test('fires once by itself', async () => {
    expect(await statuses(await openWith({ fault: odd }), 3)).toEqual([299, 200, 200]);
  });

  test('fires from the nth request on, so many times', async () => {
    const opened = await openWith({ nth: 2, count: 2, fault: odd });
    expect(await statuses(opened, 5)).toEqual([200, 299, 299, 200, 200]);
  });

  test('fires without end when asked to', async () => {
    const opened = await openWith({ count: 'unlimited', fault: odd });
    expect(await statuses(opened, 4)).toEqual([299, 299, 299, 299]);
  });

  test('fires by a probability that the seed draws, the same each time', async () => {
    const rule = { probability: 0.5, fault: odd };
    const first = await statuses(await openWith(rule), 20);
    expect(await statuses(await openWith(rule), 20)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 299]));
  });

  test('that never applies leaves the truth alone', async () => {
    expect(await statuses(await openWith({ probability: 0, fault: odd }), 10)).not.toContain(299);
  });

  test.each<[string, FaultRule['match'], boolean]>([
    ['its method', { method: 'get' }, true],
    ['another method', { method: 'POST' }, false],
    ['its path', { path: '/orders/active' }, true],
    ['a pattern of its path', { path: '/orders/*' }, true],
    ['a pattern of any depth', { path: '**/active' }, true],
    ['a pattern of another length', { path: '/orders/*/cancel' }, false],
    ['its operation', { operation: 'active' }, true],
    ['another operation', { operation: 'list' }, false],
    ['its dialect', { dialect: 'openapi' }, true],
    ['the other dialect', { dialect: 'guide' }, false],
    ['all of several conditions', { method: 'GET', operation: 'list' }, false],
  ])('matches by %s', async (_what, match, fires) => {
    const opened = await openWith({ match, fault: odd });
    expect(await statuses(opened, 1, 'GET /orders/active')).toEqual([fires ? 299 : 200]);
  });

  test('lets an answer be both late and wrong', async () => {
    const opened = await openWith(
      { fault: { kind: 'latency', seconds: 1 } },
      { fault: odd },
      { fault: { kind: 'html', status: 500 } },
    );
    const request = opened.openapi('GET /balance');
    await arrived(opened.sandbox);
    opened.pass(1);
    expect((await request).status).toBe(299);
  });

  test('keeps its shot when another rule ended the request before', async () => {
    const opened = await openWith({ fault: odd }, { fault: { kind: 'html', status: 500 } });
    expect(await statuses(opened, 3)).toEqual([299, 500, 200]);
  });
});

/** Resolves once a request has come in and all that can be done about it at once is done. */
async function arrived(sandbox: Sandbox): Promise<void> {
  while (sandbox.requests().length === 0) await new Promise(setImmediate);
  await new Promise(setImmediate);
}

/** Sends a purchase that gets no answer, and gives up once the sandbox has taken it in. */
async function unanswered(sandbox: Sandbox): Promise<boolean> {
  const controller = new AbortController();
  const request = fetch(`${sandbox.openapiUrl}/orders/create`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.token}` },
    body: '{"product_id":42}',
    signal: controller.signal,
  }).then(
    () => false,
    () => true,
  );
  await arrived(sandbox);
  controller.abort();
  return request;
}
