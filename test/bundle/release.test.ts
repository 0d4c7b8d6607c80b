import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

describe.each(DIALECTS)('release (%s)', (dialect) => {
  test('gives back the open orders of the job now, and says so in its outputs', async () => {
    const { job, rent, api, orders } = await openWorld(dialect);
    const rented = await job.step({ ...rent, count: '2' });

    const step = await job.step({ ...api, mode: 'release' });

    expect(orders().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(step).toMatchObject({ code: 0, errors: [], warnings: [] });
    expect(step.outputs).toMatchObject({ status: 'cancelled', cost: '0', result: 'success' });
    const before = JSON.parse(rented.outputs['orders'] ?? '') as object[];
    expect(JSON.parse(step.outputs['orders'] ?? '')).toEqual(
      before.map((order) => ({ ...order, status: 'cancelled' })),
    );
  });

  test('a second time has nothing to do, and is no failure', async () => {
    const { job, rent, api } = await openWorld(dialect);
    const { outputs } = await job.step(rent);
    await job.step({ ...api, mode: 'release' });

    const again = await job.step({ ...api, mode: 'release' });
    const byName = await job.step({
      ...api,
      mode: 'release',
      'order-id': outputs['order-id'] ?? '',
    });

    const quiet = { code: 0, errors: [], warnings: [], notices: [] };
    expect(again).toMatchObject({ ...quiet, outputs: { orders: '[]', result: 'success' } });
    expect(byName).toMatchObject({ ...quiet, outputs: { status: 'cancelled' } });
  });

  test('of an order with its SMS costs what the number cost', async () => {
    const { job, rent, api, send } = await openWorld(dialect);
    send(await job.step(rent), 'Your code is 042917');

    const { outputs } = await job.step({ ...api, mode: 'release' });

    const status = dialect === 'guide' ? 'otp-received' : 'completed';
    expect(outputs).toMatchObject({ cost: '4500', status, result: 'success' });
  });

  test('gives back the order of another job by its id, and leaves the others', async () => {
    const { job, rent, api, anotherJob, orders } = await openWorld(dialect);
    const { outputs } = await job.step({ ...rent, count: '2', 'auto-release': 'false' });

    const handed = { mode: 'release', 'order-id': outputs['order-id'] ?? '' };
    await anotherJob().step({ ...api, ...handed });

    expect(orders().map(({ state }) => state)).toEqual(['cancelled', 'waiting']);
  });

  test('says that an order is not known', async () => {
    const { job, api } = await openWorld(dialect);

    const id = dialect === 'guide' ? 'ord_unknown' : '999999';
    const step = await job.step({ ...api, mode: 'release', 'order-id': id });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'not-found' } });
    expect(step.outputs['status'] ?? '').toBe('');
    expect(step.errors).toEqual([expect.stringContaining(id)]);
  });
});
