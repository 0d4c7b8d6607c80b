import { expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';

/** A sandbox in openapi with so many open orders, whose ids are returned. */
async function rented(count: number): Promise<{ world: World; ids: string[] }> {
  const world = await openWorld('openapi');
  const main = await world.job.step({ ...world.rent, count: String(count) });
  const orders = JSON.parse(main.outputs['orders'] ?? '') as { order_id: string }[];
  return { world, ids: orders.map(({ order_id: id }) => id) };
}

/** From now on the server says of this order that it was created then; null: it does not say. */
function createdAt(world: World, id: string, minutesAgo: number | null): void {
  const time =
    minutesAgo === null ? null : new Date(Date.now() - minutesAgo * 60_000).toISOString();
  world.sandbox.addFault({
    match: { operation: 'order', path: `orders/${id}` },
    count: 'unlimited',
    fault: { kind: 'patch', set: { 'data.created_at': time } },
  });
}

function open(world: World): string[] {
  return world
    .orders()
    .filter(({ state }) => state === 'waiting')
    .map(({ id }) => String(id));
}

test('"scope: token" gives back what is old enough, and leaves the rest and says so', async () => {
  const { world, ids } = await rented(3);
  const [old = '', young = '', ageless = ''] = ids;
  createdAt(world, old, 16);
  createdAt(world, young, 14);
  createdAt(world, ageless, null);
  const sweep = { ...world.api, mode: 'sweep', scope: 'token' };

  const step = await world.anotherJob().step(sweep);

  expect(step).toMatchObject({ code: 0, errors: [] });
  expect(open(world)).toEqual([young, ageless]);
  expect(step.warnings).toEqual([expect.stringContaining(ageless)]);
  expect(step.summary).toMatch(new RegExp(`order \`${old}\` .*cancelled, refunded`));
  expect(step.summary).toMatch(new RegExp(`order ${young}\` .*younger than "older-than"`));
  expect(step.summary).toMatch(new RegExp(`order ${ageless}\` .*does not say how old`));
  const [order] = JSON.parse(step.outputs['orders'] ?? '') as { order_id: string }[];
  expect(order?.order_id).toBe(old);
});

test('"older-than" moves the line', async () => {
  const { world, ids } = await rented(1);
  createdAt(world, ids[0] ?? '', 14);
  const sweep = { ...world.api, mode: 'sweep', scope: 'token', 'older-than': '13m' };

  await world.anotherJob().step(sweep);

  expect(open(world)).toEqual([]);
});

test('an old order that cannot be given back is red', async () => {
  const { world, ids } = await rented(1);
  createdAt(world, ids[0] ?? '', 16);
  world.sandbox.addFault({
    match: { operation: 'cancel' },
    count: 'unlimited',
    fault: { kind: 'error', status: 500, code: 'INTERNAL_ERROR' },
  });
  const sweep = { ...world.api, mode: 'sweep', scope: 'token', 'release-timeout': '3s' };

  const step = await world.anotherJob().step(sweep);

  expect(step.outputs).toMatchObject({ result: 'failure', failure: 'leaked' });
  expect(step.errors).toEqual([expect.stringContaining(ids[0] ?? '')]);
});

test('a token without open orders is a success', async () => {
  const world = await openWorld('openapi');

  const step = await world.job.step({ ...world.api, mode: 'sweep', scope: 'token' });

  expect(step.outputs).toMatchObject({ result: 'success', orders: '[]' });
});

test.each(['auto', 'guide'])('a guide server is refused (api-dialect %s)', async (dialect) => {
  const world = await openWorld('guide');
  const sweep = { ...world.api, mode: 'sweep', scope: 'token', 'api-dialect': dialect };

  const step = await world.job.step(sweep);

  expect(step.outputs['failure']).toBe('invalid-input');
  expect(step.errors).toEqual([expect.stringContaining('openapi')]);
  expect(world.requests('cancel')).toEqual([]);
  // Told before anything is sent where the input says it, else after finding out the dialect.
  expect(world.requests()).toHaveLength(dialect === 'guide' ? 0 : 1);
});
