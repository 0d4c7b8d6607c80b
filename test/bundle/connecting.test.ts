import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld, TOKEN } from './world.ts';

describe.each(DIALECTS)('whom a step calls (%s)', (dialect) => {
  test('may come from the environment alone', async () => {
    const { job, rent, sandbox } = await openWorld(dialect);
    job.env['SMSCODE_TOKEN'] = TOKEN;
    job.env['SMSCODE_API_URL'] = rent['api-url'] ?? '';

    const step = await job.step({ platform: 'whatsapp', country: 'indonesia' });
    await job.finish();

    expect(step.code).toBe(0);
    expect(sandbox.books()).toMatchObject({ rented: 1, open_orders: 0 });
  });

  test.each(['', '/', '/v1', '/v1/'])('may be written with "%s" at the end', async (end) => {
    const { job, rent, requests } = await openWorld(dialect);

    const url = (rent['api-url'] ?? '').replace(/\/v1$/, end);

    expect((await job.step({ ...rent, 'api-url': url })).code).toBe(0);
    const astray = requests().filter(({ path }) => !path.startsWith(`/${dialect}/v1/`));
    expect(astray).toEqual([]);
  });

  test('is not reached through a proxy on loopback', async () => {
    const proxy = 'http://127.0.0.1:9';
    const env = { http_proxy: proxy, https_proxy: proxy, HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
    const { job, rent } = await openWorld(dialect, { env });

    expect((await job.step(rent)).code).toBe(0);
  });
});

describe.each(DIALECTS)('what the steps of a job learn (%s)', (dialect) => {
  test('of the catalog and the dialect serves those that follow', async () => {
    const { job, rent, requests } = await openWorld(dialect);

    await job.step(rent);
    await job.step(rent);

    expect(requests('products')).toHaveLength(1);
    expect(requests('countries')).toHaveLength(dialect === 'guide' ? 0 : 1);
    expect(requests().filter(asksForDialect)).toHaveLength(1);
  });

  test('of the catalog does not with "catalog-ttl: 0"', async () => {
    const { job, rent, requests } = await openWorld(dialect);

    await job.step({ ...rent, 'catalog-ttl': '0' });
    await job.step({ ...rent, 'catalog-ttl': '0' });

    expect(requests('products')).toHaveLength(2);
  });

  test('of the catalog is forgotten when a product proves sold out', async () => {
    const { job, rent, sandbox, requests, orders } = await openWorld(dialect);
    await job.step(rent);
    sandbox.addFault({
      match: { operation: 'create' },
      fault: { kind: 'stock_change', product_id: 42, available: 0 },
    });
    await job.step(rent);
    await job.step(rent);

    expect(orders().map((order) => order.product_id)).toEqual([42, 44, 44]);
    expect(requests('create')).toHaveLength(4);
  });

  test('with one token does not serve another', async () => {
    const { job, rent, requests } = await openWorld(dialect);
    await job.step(rent);

    const step = await job.step({ ...rent, token: 'unknown' });

    expect(step.outputs['failure']).toBe('unauthorized');
    expect(requests().filter(asksForDialect)).toHaveLength(2);
  });
});

describe('the dialect', () => {
  test('is not guessed from a server that is down', async () => {
    const { job, rent, sandbox, requests } = await openWorld('openapi', { speed: 10 });
    const fault = { kind: 'error', status: 500, code: 'INTERNAL_ERROR' } as const;
    sandbox.addFault({ match: { operation: 'active' }, count: 'unlimited', fault });

    const step = await job.step(rent);

    expect(step.outputs['failure']).toBe('provider-outage');
    expect(requests().filter(({ operation }) => operation !== 'active')).toEqual([]);
  });

  test.each(DIALECTS)('that is set (%s) is not asked for', async (dialect) => {
    const { job, rent, requests } = await openWorld(dialect);

    const step = await job.step({ ...rent, 'api-dialect': dialect });

    expect(step.code).toBe(0);
    expect(requests().filter(asksForDialect)).toEqual([]);
  });
});

function asksForDialect({ path }: { path: string }): boolean {
  return path.endsWith('/orders/active');
}
