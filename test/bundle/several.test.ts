import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

/** Stock for two; a third number cannot be had. */
const products = [
  { id: 42, country: 'indonesia', platform: 'whatsapp', price: 4500, available: 2 },
];

describe.each(DIALECTS)('several numbers (%s)', (dialect) => {
  test('are all or nothing: what was rented is given back at once', async () => {
    const { job, rent, orders, sandbox } = await openWorld(dialect, { catalog: { products } });

    const step = await job.step({ ...rent, count: '3' });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'no-stock', result: 'failure' } });
    expect(step.errors).toHaveLength(1);
    expect(step.outputs).not.toHaveProperty('order-id');
    expect(orders().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(sandbox.books()).toMatchObject({ spent: 0, balanced: true });
    expect(await job.startPost().done).toMatchObject({ code: 0, errors: [], warnings: [] });
  });

  test('are what could be had with "allow-partial", and one warning says how many', async () => {
    const { job, rent, orders } = await openWorld(dialect, { catalog: { products } });

    const step = await job.step({ ...rent, count: '3', 'allow-partial': 'true' });

    expect(step).toMatchObject({ code: 0, errors: [], outputs: { result: 'success' } });
    expect(step.warnings).toEqual([expect.stringContaining('2 of 3')]);
    expect(JSON.parse(step.outputs['orders'] ?? '')).toHaveLength(2);
    await job.startPost().done;
    expect(orders().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  test('that are none fail also with "allow-partial"', async () => {
    const { job, rent } = await openWorld(dialect, { catalog: { products: [] } });

    const step = await job.step({ ...rent, count: '3', 'allow-partial': 'true' });

    expect(step).toMatchObject({ code: 1, outputs: { result: 'failure' } });
  });

  test('whose cancel window is still shut are left to post', async () => {
    const world = await openWorld(dialect, {
      catalog: { products },
      cancelAfterSeconds: 20,
      speed: 20,
    });

    const step = await world.job.step({ ...world.rent, count: '3' });

    expect(step.outputs['failure']).toBe('no-stock');
    expect(world.orders().map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    expect(await world.job.startPost().done).toMatchObject({ code: 0, errors: [] });
    expect(world.sandbox.books()).toMatchObject({ open_orders: 0, spent: 0, balanced: true });
  });
});
