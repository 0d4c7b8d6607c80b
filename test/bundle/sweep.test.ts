import { describe, expect, test } from 'vitest';
import { RecordText } from '../../src/action/ledger/record-text.ts';
import { lease } from '../support/samples.ts';
import { killWhen, openLedgerWorld, RUN, SWEEPING_RUN, type LedgerWorld } from './ledger-world.ts';
import { DIALECTS, TOKEN } from './world.ts';
import { REPOSITORY } from '../support/github-double.mjs';

/** A purchase may be committed 30 s after it left, and a sweep waits for that. */
const FAST = { speed: 20 };

describe.each(DIALECTS)(
  'a run that was killed after it rented, and had no post (%s)',
  (dialect) => {
    async function rentAndDie(): Promise<LedgerWorld> {
      const world = await openLedgerWorld(dialect);
      expect(await world.job.step(world.keep)).toMatchObject({ code: 0 });
      expect(world.sandbox.books().open_orders).toBe(1);
      return world;
    }

    test('is swept up after by another run', async () => {
      const world = await rentAndDie();
      world.github.finish(RUN);

      const sweep = await world.sweeper.step(world.sweep);

      expect(sweep).toMatchObject({ code: 0, errors: [], warnings: [] });
      expect(world.sandbox.books()).toMatchObject({ open_orders: 0, spent: 0, balanced: true });
      const [order] = JSON.parse(sweep.outputs['orders'] ?? '') as Record<string, unknown>[];
      expect(order).toMatchObject({ status: 'cancelled', phone_number: '' });
      expect(sweep.outputs).toMatchObject({ result: 'success', failure: '', live: 'false' });
      expect(sweep.summary).toMatch(/\| order `.*` \| 7 \| ✅ cancelled, refunded \|/);
    });

    test('is left alone while it has not finished', async () => {
      const world = await rentAndDie();

      const sweep = await world.sweeper.step(world.sweep);

      expect(sweep).toMatchObject({ code: 0, errors: [] });
      expect(world.sandbox.books().open_orders).toBe(1);
      expect(sweep.summary).toMatch(/`run 7` .* has not finished/);
      expect(sweep.outputs['requests']).toBe('0');
    });

    test('is left alone while another attempt of it has begun', async () => {
      const world = await rentAndDie();
      world.github.finish(RUN);
      world.github.runnerOf(RUN, 2);

      expect(await world.sweeper.step(world.sweep)).toMatchObject({ code: 0 });
      expect(world.sandbox.books().open_orders).toBe(1);
    });

    test('is left alone where another attempt of it begins while its records are read', async () => {
      const world = await rentAndDie();
      world.github.finish(RUN);
      world.github.before = ({ path }) => {
        if (path.endsWith('/zip')) world.github.runnerOf(RUN, 2);
        return null;
      };

      const sweep = await world.sweeper.step(world.sweep);

      expect(sweep).toMatchObject({ code: 0, errors: [] });
      expect(world.sandbox.books().open_orders).toBe(1);
      expect(sweep.summary).toMatch(/`run 7` .* has not finished/);
    });

    test('is red when the order cannot be given back', async () => {
      const world = await rentAndDie();
      world.github.finish(RUN);
      world.sandbox.addFault({
        match: { operation: 'cancel' },
        fault: { kind: 'error', status: 500, code: 'INTERNAL_ERROR' },
        count: 'unlimited',
      });

      const sweep = await world.sweeper.step({ ...world.sweep, 'release-timeout': '3s' });

      expect(sweep.outputs).toMatchObject({ result: 'failure', failure: 'leaked' });
      expect(sweep.errors).toEqual([expect.stringMatching(/^Order .* may still be rented.*curl/s)]);
      expect(sweep.summary).toContain('❌ leaked');
    });
  },
);

describe('what the run itself closed', () => {
  test('is not asked about again', async () => {
    const world = await openLedgerWorld('openapi');
    await world.job.step(world.keep);
    await world.job.finish();
    world.github.finish(RUN);
    const before = world.github.calls.length;

    const sweep = await world.sweeper.step(world.sweep);

    expect(sweep).toMatchObject({ code: 0, errors: [] });
    expect(sweep.outputs).toMatchObject({ orders: '[]', requests: '0' });
    const asked = world.github.calls.slice(before).map(({ path }) => path.replace(/\?.*/, ''));
    // The list, the run, and of three records only the one that closes, with its redirection.
    expect(asked).toHaveLength(4);
  });

  test('is found closed although its record is missing', async () => {
    const world = await openLedgerWorld('openapi');
    world.github.before = ({ artifact }) =>
      artifact.includes('-closed-') ? { status: 403, body: '{"msg":"no"}' } : null;
    await world.job.step(world.keep);
    await world.job.finish();
    world.github.finish(RUN);

    const sweep = await world.sweeper.step(world.sweep);

    expect(sweep).toMatchObject({ code: 0, errors: [] });
    expect(sweep.summary).toContain('was already closed');
    expect(world.requests('cancel')).toHaveLength(1);
  });
});

describe('a run that was killed', () => {
  test('between its record and its purchase bought nothing', async () => {
    const world = await openLedgerWorld('openapi', FAST);
    const sibling = await rentBeside(world);
    world.sandbox.addFault({
      match: { operation: 'create' },
      fault: { kind: 'latency', seconds: 600, stage: 'before' },
    });
    await killWhen(world, () => expect(world.requests('create')).toHaveLength(2));
    world.github.finish(RUN);
    await world.anotherJob().step({ ...world.api, mode: 'release', 'order-id': sibling });

    const sweep = await world.sweeper.step(world.sweep);

    expect(world.records()).toEqual(['intent']);
    expect(sweep).toMatchObject({ code: 0, errors: [] });
    expect(sweep.summary).toContain('no open order comes of it');
  });

  test('between its purchase and the record of it is red, and names the order without touching it', async () => {
    const world = await openLedgerWorld('openapi', FAST);
    world.github.before = ({ artifact }) =>
      artifact.includes('-rented-') ? new Promise(() => undefined) : null;
    await killWhen(world, () => expect(world.orders()).toHaveLength(1));
    world.github.finish(RUN);

    const sweep = await world.sweeper.step(world.sweep);

    expect(world.records()).toEqual(['intent']);
    expect(sweep.outputs).toMatchObject({ result: 'failure', failure: 'leaked' });
    const [order] = world.orders();
    expect(sweep.errors).toEqual([
      expect.stringMatching(new RegExp(`${String(order?.id)}.*curl`, 's')),
    ]);
    expect(world.sandbox.books().open_orders).toBe(1);
    expect(world.requests('create')).toHaveLength(1);
  });

  test('on a guide server, of whose purchase nothing is known, is red', async () => {
    const world = await openLedgerWorld('guide', FAST);
    world.github.before = ({ artifact }) =>
      artifact.includes('-rented-') ? new Promise(() => undefined) : null;
    await killWhen(world, () => expect(world.orders()).toHaveLength(1));
    world.github.finish(RUN);

    const sweep = await world.sweeper.step(world.sweep);

    expect(sweep.outputs).toMatchObject({ failure: 'leaked' });
    expect(sweep.errors).toEqual([expect.stringMatching(/run 7 died.*lists no orders/s)]);
  });
});

/** An order of the same product in the same seconds, of a job without a ledger. */
async function rentBeside(world: LedgerWorld): Promise<string> {
  const other = await world.anotherJob().step(world.rent);
  return other.outputs['order-id'] ?? '';
}

test("a sibling's order is never touched", async () => {
  const world = await openLedgerWorld('openapi');
  await world.job.step(world.keep);
  const sibling = await rentBeside(world);
  world.github.finish(RUN);

  expect(await world.sweeper.step(world.sweep)).toMatchObject({ code: 0 });

  const open = world.orders().filter(({ state }) => state === 'waiting');
  expect(open.map(({ id }) => String(id))).toEqual([sibling]);
});

describe('a record that this repository did not write', () => {
  const NAME = 'virtual-number-rented-1-0123456789abcdef';

  /** Says that an order of somebody else was rented by a finished run. */
  async function forge(
    token: string,
    place: { repositoryId: number; runId: number },
    headRepository = REPOSITORY.id,
  ) {
    const world = await openLedgerWorld('openapi');
    const victim = await rentBeside(world);
    const text = new RecordText(token, new URL(world.api['api-url'] ?? ''));
    const event = { type: 'rented', key: 'k', lease: lease(victim) } as const;
    const record = text.write({ event, key: 'k' }, place);
    world.github.finish(RUN);
    world.github.add({ name: NAME, run: RUN, headRepository }, record);
    return { world, sweep: await world.sweeper.step(world.sweep) };
  }

  const HERE = { repositoryId: REPOSITORY.id, runId: RUN };

  test('counts if it is genuine, or the tests below would show nothing', async () => {
    const { world, sweep } = await forge(TOKEN, HERE);
    expect(sweep.code).toBe(0);
    expect(world.sandbox.books().open_orders).toBe(0);
  });

  test.each([
    ['written with another token', 'another_token', HERE, /forged/],
    ['copied from another run', TOKEN, { ...HERE, runId: 8 }, /belongs to another run/],
    ['copied from another repository', TOKEN, { ...HERE, repositoryId: 1 }, /another run/],
  ])('%s is left alone and named', async (_, token, place, why) => {
    const { world, sweep } = await forge(token, place);

    expect(sweep).toMatchObject({ code: 0, errors: [] });
    expect(sweep.summary).toContain(NAME);
    expect(sweep.summary).toMatch(why);
    expect(world.sandbox.books().open_orders).toBe(1);
  });

  test('of a run from a fork is not even read', async () => {
    const { world, sweep } = await forge(TOKEN, HERE, 666);

    expect(sweep.summary).toContain('1 record(s)');
    expect(world.sandbox.books().open_orders).toBe(1);
    expect(world.github.calls.filter(({ path }) => path.endsWith('/zip'))).toEqual([]);
  });

  test('of its own run is left alone', async () => {
    const world = await openLedgerWorld('openapi');
    Object.assign(world.sweeper.env, world.job.env);
    await world.job.step(world.keep);

    expect(await world.sweeper.step(world.sweep)).toMatchObject({ code: 0 });
    expect(world.sandbox.books().open_orders).toBe(1);
    expect(world.github.runs.has(SWEEPING_RUN)).toBe(true);
  });
});

test('a missing permission is named with the block to add', async () => {
  const world = await openLedgerWorld('openapi');
  const body = '{"message":"Resource not accessible by integration"}';
  const headers = { 'content-type': 'application/json' };
  world.github.before = () => ({ status: 403, headers, body });

  const sweep = await world.sweeper.step(world.sweep);

  expect(sweep.outputs).toMatchObject({ result: 'failure', failure: 'forbidden' });
  expect(sweep.errors).toEqual([expect.stringContaining('permissions: { actions: read }')]);
});

test.each([
  ['pages of other artifacts', 250, 0],
  ['artifacts that have expired', 1, 1],
])('finds its records among %s', async (_, count, expired) => {
  const world = await openLedgerWorld('openapi');
  for (let n = 0; n < count; n += 1) world.github.add({ name: `coverage-${String(n)}`, run: 3 });
  await world.job.step(world.keep);
  world.github.finish(RUN);
  for (let n = 0; n < count; n += 1) world.github.add({ name: `report-${String(n)}`, run: 4 });
  if (expired === 1) {
    const name = 'virtual-number-rented-1-00000000000000aa';
    world.github.add({ name, run: RUN, expired: true });
  }

  const sweep = await world.sweeper.step(world.sweep);

  expect(sweep).toMatchObject({ code: 0, errors: [] });
  expect(world.sandbox.books().open_orders).toBe(0);
  expect(sweep.summary.includes('have expired')).toBe(expired === 1);
});

test('an order of a dead run is red where the provider cannot be reached', async () => {
  const world = await openLedgerWorld('openapi', FAST);
  const main = await world.job.step(world.keep);
  world.github.finish(RUN);
  world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'cut' } });

  const sweep = await world.sweeper.step(world.sweep);

  expect(sweep.outputs['failure']).toBe('leaked');
  expect(sweep.errors).toEqual([
    expect.stringMatching(new RegExp(`${main.outputs['order-id'] ?? ''}.*curl`, 's')),
  ]);
});
