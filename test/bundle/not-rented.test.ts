import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld, type World } from './world.ts';

const products = [
  { id: 42, country: 'indonesia', platform: 'whatsapp', price: 4500, available: 20 },
  { id: 60, country: 'germany', platform: 'whatsapp', price: 9000, available: 0 },
];

describe.each(DIALECTS)('when nothing can be rented (%s)', (dialect) => {
  test('no-stock names the platform and the countries, and what to do', async () => {
    const world = await openWorld(dialect, { catalog: { products } });

    const said = await refusal(world, 'no-stock', { country: 'germany' });

    expect(said).toMatch(/"whatsapp".*"germany".*Add a country to "country"/);
    expect(world.requests('create')).toEqual([]);
  });

  test('price-too-high names the cheapest, and nothing is sent to buy it', async () => {
    const world = await openWorld(dialect, { catalog: { products } });

    const said = await refusal(world, 'price-too-high', { 'max-price': '4000' });

    expect(said).toMatch(/4000 IDR.*4500 IDR.*Raise "max-price"/);
    expect(world.requests('create')).toEqual([]);
  });

  test('low-balance names the price', async () => {
    const world = await openWorld(dialect, { openingBalance: 1000 });

    const said = await refusal(world, 'low-balance');

    expect(said).toContain('4500 IDR');
    expect(said).toContain('Top up');
  });

  test('"min-balance" stops before anything is spent', async () => {
    const world = await openWorld(dialect, { openingBalance: 20_000 });

    const said = await refusal(world, 'low-balance', { 'min-balance': '20001' });

    expect(said).toMatch(/20000 IDR.*"min-balance".*20001 IDR/);
    expect(world.requests('create')).toEqual([]);
  });

  test('a ban is said with its end, and not tried again', async () => {
    const world = await openWorld(dialect);
    await world.control('/ban', { seconds: 14_400 });

    const said = await refusal(world, 'banned');

    expect(said).toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
    expect(world.requests('create')).toHaveLength(1);
  });

  test('a wrong token is "unauthorized" and a powerless one "forbidden"', async () => {
    const world = await openWorld(dialect, { forbiddenToken: 'powerless' });

    expect(await refusal(world, 'unauthorized', { token: 'unknown' })).toContain('SMSCODE_TOKEN');
    expect(await refusal(world, 'forbidden', { token: 'powerless' })).toContain('permission');
  });

  test('the annotation has the id of the request that failed', async () => {
    const world = await openWorld(dialect);
    await world.control('/ban');

    const said = await refusal(world, 'banned');

    expect(said).toContain(world.requests().at(-1)?.request_id);
  });

  test('a platform that nobody sells is not taken for an outage', async () => {
    const world = await openWorld(dialect);

    const kind = dialect === 'guide' ? 'no-stock' : 'invalid-input';
    expect(await refusal(world, kind, { platform: 'whatsap' })).toContain('"whatsap"');
  });
});

describe('an unknown country', () => {
  test.each([
    ['openapi', false, 'invalid-input'],
    ['guide', true, 'invalid-input'],
    ['guide', false, 'no-stock'],
  ] as const)('on %s (countries listed: %s) is %s', async (dialect, guideListsCountries, kind) => {
    const world = await openWorld(dialect, { guideListsCountries });

    expect(await refusal(world, kind, { country: 'indonesa' })).toContain('"indonesa"');
  });
});

describe('a tolerated failure', () => {
  test('is inconclusive: exit 0, one warning and no error', async () => {
    const { job, rent } = await openWorld('openapi', { openingBalance: 0 });

    const step = await job.step({ ...rent, tolerate: 'no-stock, low-balance' });

    expect(step.code).toBe(0);
    expect(step.outputs).toMatchObject({ result: 'inconclusive', failure: 'low-balance' });
    expect(step.errors).toEqual([]);
    expect(step.warnings).toHaveLength(1);
  });

  test('is only the kind that is listed', async () => {
    const { job, rent } = await openWorld('openapi', { openingBalance: 0 });

    const step = await job.step({ ...rent, tolerate: 'no-stock' });

    expect(step.code).toBe(1);
    expect(step.outputs).toMatchObject({ result: 'failure', failure: 'low-balance' });
  });
});

/** Runs an acquire that must fail in this way, and returns its only annotation. */
async function refusal(
  { job, rent, orders }: World,
  kind: string,
  inputs: Record<string, string> = {},
): Promise<string> {
  const step = await job.step({ ...rent, ...inputs });
  expect(step.outputs).toMatchObject({ result: 'failure', failure: kind });
  expect(step.code).toBe(1);
  expect(step.errors).toHaveLength(1);
  expect(step.warnings).toEqual([]);
  expect(orders()).toEqual([]);
  expect(await job.startPost().done).toMatchObject({ code: 0, errors: [], warnings: [] });
  return step.errors[0] ?? '';
}
