import { describe, expect, test, vi } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

const products = [
  { id: 41, country: 'indonesia', platform: 'whatsapp', price: 4000, available: 1 },
  { id: 42, country: 'indonesia', platform: 'whatsapp', price: 4500, available: 20 },
  { id: 44, country: 'indonesia', platform: 'whatsapp', price: 6000, available: 90 },
];

describe.each(DIALECTS)('check (%s)', (dialect) => {
  test('puts out the balance and spends nothing', async () => {
    const { job, rent, sandbox, requests } = await openWorld(dialect, { openingBalance: 77_000 });

    const step = await job.step({ ...rent, mode: 'check' });

    expect(step.outputs).toEqual({
      balance: '77000',
      live: 'false',
      requests: String(requests().length),
      'waited-seconds': '0',
      result: 'success',
      failure: '',
    });
    expect(step.summary).toContain('77000 IDR');
    expect(sandbox.books().entries.filter(({ kind }) => kind === 'charge')).toEqual([]);
  });

  test('needs neither platform nor country', async () => {
    const { job, api } = await openWorld(dialect);

    expect(await job.step({ ...api, mode: 'check' })).toMatchObject({
      code: 0,
      outputs: { balance: '150000', result: 'success' },
    });
  });

  test.each([
    ['low-balance', { 'min-balance': '150001' }],
    ['price-too-high', { 'max-price': '3999' }],
    ['no-stock', { country: 'germany' }],
    ['unauthorized', { token: 'unknown' }],
  ])('fails as a purchase would: %s', async (failure, inputs) => {
    const { job, rent, requests } = await openWorld(dialect, { catalog: { products } });

    const step = await job.step({ ...rent, mode: 'check', ...inputs });

    expect(step).toMatchObject({ code: 1, outputs: { failure, result: 'failure' } });
    expect(step.errors).toHaveLength(1);
    expect(requests('create')).toEqual([]);
  });

  test('with "rent" rents the cheapest well-stocked number and gives it straight back', async () => {
    const { job, rent, orders } = await openWorld(dialect, { catalog: { products } });

    const step = await job.step({ ...rent, mode: 'check', rent: 'true' });

    expect(step).toMatchObject({ code: 0, errors: [], outputs: { result: 'success' } });
    expect(orders()).toMatchObject([{ product_id: 42, state: 'cancelled', refunded: 4500 }]);
    expect(await job.startPost().done).toMatchObject({ code: 0, errors: [], warnings: [] });
  });

  test('with "rent" waits for the cancel window', async () => {
    const world = await openWorld(dialect, { cancelAfterSeconds: 10, speed: 20 });

    const step = await world.job.step({ ...world.rent, mode: 'check', rent: 'true' });

    expect(step).toMatchObject({ code: 0, errors: [] });
    expect(world.orders()[0]?.state).toBe('cancelled');
  });

  test('with "rent" that is killed leaves the number to post', async () => {
    const world = await openWorld(dialect);
    world.sandbox.addFault({ match: { operation: 'cancel' }, fault: { kind: 'silence' } });
    const main = world.start({ ...world.rent, mode: 'check', rent: 'true' });
    await vi.waitFor(() => expect(world.requests('cancel')).toHaveLength(1), { timeout: 10_000 });
    main.child.kill('SIGKILL');
    await main.done;

    expect(await world.job.startPost().done).toMatchObject({ code: 0, errors: [] });
    expect(world.orders()[0]?.state).toBe('cancelled');
  });
});
