import { describe, expect, test } from 'vitest';
import { asker, openSandbox, type Fields, type Opened } from './open-sandbox.ts';

describe('one base for both dialects', () => {
  test('reads one order under both its names', async () => {
    const { both, sandbox } = await openSandbox();
    await both('POST /orders', { product_id: 42 });
    const [line] = sandbox.books().orders;
    const guide = await both(`GET /orders/${line?.order_id ?? ''}`);
    const openapi = await both(`GET /orders/${line?.id ?? ''}`);
    expect(guide.json.data['status']).toBe('WAITING');
    expect(openapi.json.data['status']).toBe('ACTIVE');
    expect(guide.json.data.phone_number).toBe(openapi.json.data.phone_number);
  });

  test('tells products by words for countries from products by ids', async () => {
    const { both } = await openSandbox();
    const guide = await both('GET /catalog/products?country=indonesia&platform=whatsapp');
    const openapi = await both('GET /catalog/products?limit=1');
    expect(guide.json.data[0]).toHaveProperty('available_count');
    expect(openapi.json.data[0]).toHaveProperty('available');
  });

  test('lists the active orders as openapi does', async () => {
    const { both } = await openSandbox();
    await both('POST /orders', { product_id: 42 });
    expect((await both('GET /orders/active')).json.data).toHaveLength(1);
  });

  test('cancels by path as the guide does and by body as openapi does', async () => {
    const { both, sandbox } = await openSandbox({ cancelAfterSeconds: 0 });
    await both('POST /orders', { product_id: 42 });
    await both('POST /orders/create', { product_id: 42 });
    const [first, second] = sandbox.books().orders;
    const guide = await both(`POST /orders/${first?.order_id ?? ''}/cancel`);
    const openapi = await both('POST /orders/cancel', { id: second?.id });
    expect([guide.json.data['status'], openapi.json.data['status']]).toEqual([
      'CANCELLED',
      'CANCELED',
    ]);
  });

  test('needs no /v1', async () => {
    const { sandbox } = await openSandbox();
    const bare = asker(sandbox.url.replace('/v1', ''));
    expect((await bare('GET /balance')).json.data['balance']).toBe(150_000);
    expect((await bare('POST /orders', { product_id: 42 })).status).toBe(200);
  });
});

describe('a base for one dialect', () => {
  test('does not create orders the other way', async () => {
    const { guide, openapi } = await openSandbox();
    const posted = await openapi('POST /orders', { product_id: 42 });
    expect([posted.status, posted.json.error.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(posted.headers.get('allow')).toBe('GET');
    const created = await guide('POST /orders/create', { product_id: 42 });
    expect([created.status, created.json.success]).toEqual([405, false]);
  });

  test.each(['GET /webhook', 'GET /catalog/services', 'POST /orders/o/finish'])(
    'of the guide does not know %s',
    async (request) => {
      const { guide } = await openSandbox();
      const { status, json } = await guide(request);
      expect([status, json.error.code]).toEqual([404, 'NOT_FOUND']);
    },
  );

  test('of openapi reads no product by words and no order by the name of the guide', async () => {
    const { openapi } = await openSandbox();
    const products = await openapi('GET /catalog/products?country=indonesia&platform=whatsapp');
    expect(products.json.data[0]).toHaveProperty('available');
    const order = await openapi('GET /orders/ord_abc123');
    expect([order.status, order.json.error.code]).toEqual([422, 'VALIDATION_ERROR']);
  });
});

const dialects = ['guide', 'openapi', 'both'] as const;

describe.each(dialects)('every request (%s)', (dialect) => {
  test.each([
    ['no token', {}, 401, 'UNAUTHORIZED'],
    ['a wrong token', { authorization: 'Bearer wrong' }, 401, 'UNAUTHORIZED'],
    ['a token without its scheme', { authorization: 'test-token' }, 401, 'UNAUTHORIZED'],
    ['a token without permission', { authorization: 'Bearer weak' }, 403, 'FORBIDDEN'],
  ])('with %s is refused in the envelope', async (_what, headers, status, code) => {
    const opened = await openSandbox({ forbiddenToken: 'weak' });
    const response = await fetch(`${baseOf(opened, dialect)}/balance`, { headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      success: false,
      error: { code, message: expect.any(String) as string },
    });
  });

  test('gets a request id of its own', async () => {
    const opened = await openSandbox();
    const ids = [await opened[dialect]('GET /balance'), await opened[dialect]('GET /nothing')].map(
      (answer) => answer.headers.get('x-request-id'),
    );
    expect(ids).toEqual([expect.stringMatching(/^req_/), expect.stringMatching(/^req_/)]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('is dated in sandbox time', async () => {
    const opened = await openSandbox();
    opened.pass(60);
    const { headers } = await opened[dialect]('GET /balance');
    expect(headers.get('date')).toBe('Mon, 16 Mar 2026 14:01:00 GMT');
  });

  test('over a megabyte is refused outside the envelope', async () => {
    const opened = await openSandbox();
    const body = JSON.stringify({ product_id: 42, padding: 'x'.repeat(1024 * 1024) });
    const answer = await opened[dialect]('POST /orders/create', body);
    expect([answer.status, answer.text]).toEqual([413, 'Payload Too Large\n']);
    expect(opened.sandbox.books().rented).toBe(0);
  });

  test('beyond the 300th of a minute has to wait, and is told how long', async () => {
    const opened = await openSandbox();
    for (let sent = 0; sent < 300; sent += 1) {
      if (sent === 100) opened.pass(20);
      expect.soft((await opened[dialect]('GET /balance')).status).toBe(200);
    }
    const refused = await opened[dialect]('GET /balance');
    expect([refused.status, refused.json.error.code]).toEqual([429, 'RATE_LIMIT_EXCEEDED']);
    expect(refused.headers.get('retry-after')).toBe('40');
    opened.pass(40);
    expect((await opened[dialect]('GET /balance')).status).toBe(200);
  });
});

test('absent meta and details are absent, not null', async () => {
  const { openapi } = await openSandbox();
  expect(Object.keys((await openapi('GET /balance')).json)).toEqual(['success', 'data']);
  const { error } = (await openapi('GET /orders/1')).json;
  expect(Object.keys(error as unknown as Fields)).toEqual(['code', 'message']);
});

function baseOf({ sandbox }: Opened, dialect: (typeof dialects)[number]): string {
  return { guide: sandbox.guideUrl, openapi: sandbox.openapiUrl, both: sandbox.url }[dialect];
}
