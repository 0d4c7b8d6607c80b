import { execFile } from 'node:child_process';
import { appendFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { DIALECTS, openWorld, preload, TOKEN, type StepResult, type World } from './world.ts';

const REFUND = /If no SMS comes it refunds itself at \d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Red, with the time of the refund; the commands need nothing but the token in its variable. */
const RED = { code: 1, errors: [expect.stringMatching(REFUND)] };
/** What to look at for more, with the command where the server lists orders. */
const LOOK = {
  guide: /Look at the account's newest orders for one of that time/,
  openapi: /List the account's newest orders: curl [^,]*\/orders\?limit=20' , look for one/,
};
const NOT_FOUND = { guide: 'ORDER_NOT_FOUND', openapi: 'NOT_FOUND' };
const CLOSED = { named: 1, unnamed: 0, books: { open_orders: 0, spent: 0, balanced: true } };

describe.each(DIALECTS)('"release-timeout" is kept (%s)', (dialect) => {
  test('by post against a server that never answers: no request leaves after it', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    await world.job.step({ ...world.rent, count: '25', 'release-timeout': '4s' });
    world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'silence' } });
    const before = world.requests().length;

    const post = await world.job.startPost().done;

    expect(post.code).toBe(1);
    expect(post.errors).toHaveLength(1);
    // Ten are in flight at most, and what stands behind them in the queue is out of time.
    expect(world.requests().length - before).toBeLessThanOrEqual(10);
  });

  test('by a release step against such a server', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    await world.job.step({ ...world.rent, count: '25' });
    world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'silence' } });
    const before = world.requests().length;

    const step = await world.job.step({ ...world.api, mode: 'release', 'release-timeout': '4s' });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'leaked' } });
    expect(world.requests().length - before).toBeLessThanOrEqual(10);
  });
});

describe.each(DIALECTS)(
  'what is not given back in time is red with its command (%s)',
  (dialect) => {
    test('when the server never answered', async () => {
      const world = await openWorld(dialect, { speed: 10 });
      await world.job.step({ ...world.rent, 'release-timeout': '4s' });
      world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'silence' } });

      const red = await world.job.startPost().done;
      expect(red).toMatchObject(RED);
      expect(await closeByHand(world, red)).toMatchObject(CLOSED);
    });

    test('when the provider was down', async () => {
      const world = await openWorld(dialect, { speed: 10 });
      await world.job.step({ ...world.rent, 'release-timeout': '4s' });
      world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'html', status: 502 } });

      const red = await world.job.startPost().done;
      expect(red).toMatchObject(RED);
      expect(await closeByHand(world, red)).toMatchObject(CLOSED);
    });

    test('when the provider says that it does not know it', async () => {
      const world = await openWorld(dialect, { speed: 20 });
      await world.job.step({ ...world.rent, 'release-timeout': '4s' });
      const unknown = { kind: 'error', status: 404, code: NOT_FOUND[dialect] } as const;
      world.sandbox.addFault({ count: 'unlimited', fault: unknown });

      const red = await world.job.startPost().done;
      expect(red).toMatchObject(RED);
      expect(red.errors[0]).toMatch(/HTTP 404/);
      expect(await closeByHand(world, red)).toMatchObject(CLOSED);
    });

    test('when the journal, or the state, is of a version that is not understood', async () => {
      for (const change of ['journal', 'state']) {
        const world = await openWorld(dialect);
        await world.job.step(world.rent);
        const folder = join(world.job.temp, 'virtual-number');
        const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.ndjson'));
        if (change === 'journal') appendFileSync(join(folder, name), '{"v":2,"type":"lent"}\n');

        const red = await world.job.startPost({}, undefined, (entry, value) =>
          change === 'state' && entry === 'step' ? value.replace(/"v":\d+/, '"v":99') : value,
        ).done;
        expect(red).toMatchObject(RED);
        expect(red.errors[0]).toMatch(LOOK[dialect]);
        expect(await closeByHand(world, red)).toMatchObject(CLOSED);
      }
    });

    test('without an advice that is for a step that may fail', async () => {
      const world = await openWorld(dialect, { speed: 10 });
      await world.job.step({ ...world.rent, 'release-timeout': '4s' });
      world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'html', status: 502 } });

      const { errors } = await world.job.startPost().done;
      expect(errors).toEqual([expect.stringMatching(/HTTP 502/)]);
      expect(errors[0]).not.toMatch(/tolerate|Run the job again/);
    });

    test('when the token is not here any more', async () => {
      const world = await openWorld(dialect);
      await world.job.step(world.rent);
      const folder = join(world.job.temp, 'virtual-number');
      for (const name of readdirSync(folder)) {
        if (name.endsWith('.sealed')) rmSync(join(folder, name));
      }

      const red = await world.job.startPost({ token: '' }).done;
      expect(red).toMatchObject(RED);
      expect(await closeByHand(world, red)).toMatchObject(CLOSED);
    });

    test('when it was adopted, and not even the dialect could be found out', async () => {
      const world = await openWorld(dialect, { speed: 10 });
      const rented = await world.job.step({ ...world.rent, 'auto-release': 'false' });
      await world.job.startPost().done;
      world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'html', status: 502 } });

      const later = world.anotherJob();
      const handed = { mode: 'wait', 'order-id': rented.outputs['orders'] ?? '' };
      await later.step({ ...world.api, ...handed, 'release-timeout': '4s' });

      const red = await later.startPost().done;
      expect(red).toMatchObject(RED);
      expect(await closeByHand(world, red)).toMatchObject(CLOSED);
    });
  },
);

test('a cancel window that opens too late is red with a command for later', async () => {
  const world = await openWorld('openapi', { cancelAfterSeconds: 120 });
  await world.job.step({ ...world.rent, 'release-timeout': '1s' });

  const post = await world.job.startPost().done;
  world.sandbox.clock.advance(120_000);

  const red = post;
  expect(red).toMatchObject(RED);
  expect(await closeByHand(world, red)).toMatchObject(CLOSED);
});

test.each(DIALECTS)(
  'post that is stopped finishes what is in flight, and says what is left (%s)',
  async (dialect) => {
    const world = await openWorld(dialect);
    await world.job.step({ ...world.rent, count: '2' });
    const match = { operation: 'cancel' } as const;
    const late = { kind: 'latency', seconds: 100 } as const;
    const supplier = { kind: 'error', status: 422, code: 'PROVIDER_ERROR' } as const;
    world.sandbox.addFault({ match, fault: late });
    world.sandbox.addFault({ match, nth: 2, count: 'unlimited', fault: supplier });

    const post = world.startPost();
    await vi.waitFor(() => expect(world.requests('cancel').length).toBeGreaterThan(1), {
      timeout: 10_000,
    });
    post.child.kill('SIGINT');
    world.sandbox.clock.advance(100_000);
    const stopped = await post.done;

    const [left] = world.orders().filter(({ state }) => state === 'waiting');
    const [given] = world.orders().filter(({ state }) => state === 'cancelled');
    const idOf = (order: typeof left): string =>
      String((dialect === 'guide' ? order?.order_id : order?.id) ?? 'none');
    expect(stopped).toMatchObject({ code: 1, errors: [expect.stringContaining(idOf(left))] });
    expect(stopped.errors[0]).toMatch(REFUND);
    expect(stopped.errors[0]).not.toContain(idOf(given));
    const red = stopped;
    expect(red).toMatchObject(RED);
    expect(await closeByHand(world, red)).toMatchObject(CLOSED);
  },
);

test.each(DIALECTS)(
  'many orders are given back inside the request budget (%s)',
  async (dialect) => {
    const world = await openWorld(dialect, { speed: 20, openingBalance: 1_000_000 });
    await world.job.step({ ...world.rent, count: '100' });
    // The minute of renting is over; what the limit of 300 a minute allows is for post alone.
    world.sandbox.clock.advance(60_000);
    const slow = { kind: 'latency', seconds: 1 } as const;
    world.sandbox.addFault({ match: { operation: 'cancel' }, count: 'unlimited', fault: slow });
    const before = world.requests().length;

    const post = await world.job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [], warnings: [] });
    expect(world.sandbox.books()).toMatchObject({ rented: 100, open_orders: 0, balanced: true });
    const made = world.requests().slice(before);
    // A cancel for each, and a read for each where no request reads all of them.
    expect(made.length).toBeLessThanOrEqual(dialect === 'guide' ? 200 : 110);
    expect(made.filter(({ status }) => status !== 200)).toEqual([]);
    expect(Math.max(...made.map(({ in_flight }) => in_flight))).toBeLessThanOrEqual(10);
  },
);

describe.each(['SIGINT', null] as const)('100 orders that stay open (signal: %s)', (signal) => {
  test('are all named, in the log and in the one annotation', async () => {
    const world = await openWorld('openapi', { speed: 20, openingBalance: 1_000_000 });
    await world.job.step({ ...world.rent, count: '100', 'release-timeout': '60s' });
    world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'silence' } });
    const before = world.requests().length;

    const post = world.startPost();
    await vi.waitFor(() => expect(world.requests().length).toBeGreaterThan(before), {
      timeout: 10_000,
    });
    if (signal !== null) post.child.kill(signal);
    const { code, errors, stdout } = await post.done;

    expect({ code, errors }).toEqual({ code: 1, errors: [expect.any(String)] });
    const ids = world.orders().map(({ id }) => String(id));
    const lines = stdout.split('\n').filter((line) => /^leaked: Order .*curl .*refunds/.test(line));
    expect(lines.map((line) => /Order (\S+)/.exec(line)?.[1]).toSorted()).toEqual(ids.toSorted());
    expect(errors[0]?.match(/\d+/g)).toEqual(expect.arrayContaining(ids));
  });
});

test('a process that something holds ends all the same, main and post', async () => {
  const world = await openWorld('openapi');
  preload(world.job, new URL('../support/hang.mjs', import.meta.url));

  const step = await world.job.step({ ...world.rent, platform: 'none' });
  const [post] = await world.job.finish();

  expect([step.code, post?.code]).toEqual([1, 0]);
}, 15_000);

/** Runs the commands of the annotation by bash, as they stand there; tells which order it named. */
async function closeByHand(world: World, { errors }: StepResult): Promise<object> {
  const [error = ''] = errors;
  const open = world.orders().filter(({ state }) => state === 'waiting');
  const named = open.filter(
    ({ id, order_id }) => error.includes(String(id)) || error.includes(order_id),
  );
  world.sandbox.clearFaults();
  for (const command of error.match(/curl .*?'http[^']*'/g) ?? []) {
    await promisify(execFile)('bash', ['-c', command], {
      env: { PATH: process.env['PATH'], SMSCODE_TOKEN: TOKEN },
    });
  }
  return { named: named.length, unnamed: open.length - named.length, books: world.sandbox.books() };
}
