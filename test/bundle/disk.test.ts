import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UNSET } from '../support/runner.mjs';
import { breakDisk, DIALECTS, openWorld, type StepResult, type World } from './world.ts';

const JOURNAL = /\.ndjson$/;

/** What a reader of the run and the provider's books tell of a step. */
function told({ sandbox, requests }: World, { code, errors, outputs }: StepResult): object {
  const { rented } = sandbox.books();
  return {
    code,
    errors,
    failure: outputs['failure'],
    purchases: requests('create').length,
    rented,
  };
}

function nothingBought(why: RegExp): object {
  const errors = [expect.stringMatching(why)];
  return { code: 1, errors, failure: 'invalid-input', purchases: 0, rented: 0 };
}

describe.each(DIALECTS)('acquire buys nothing and says why (%s)', (dialect) => {
  test('when RUNNER_TEMP is missing', async () => {
    const world = await openWorld(dialect, { env: { RUNNER_TEMP: UNSET } });
    expect(told(world, await world.job.step(world.rent))).toEqual(
      nothingBought(/RUNNER_TEMP is not set/),
    );
  });

  test('when RUNNER_TEMP is no folder', async () => {
    const world = await openWorld(dialect);
    const file = join(world.job.temp, 'file');
    writeFileSync(file, '');
    world.job.env['RUNNER_TEMP'] = file;
    expect(told(world, await world.job.step(world.rent))).toEqual(nothingBought(/ENOTDIR/));
  });

  test.each(['EROFS', 'EACCES'])('when RUNNER_TEMP is read-only (%s)', async (code) => {
    const world = await openWorld(dialect);
    breakDisk(world.job, /virtual-number/, { code });
    expect(told(world, await world.job.step(world.rent))).toEqual(nothingBought(new RegExp(code)));
  });

  // The folder, the salt's draft and its link, and the sealed token come before the journal.
  test.each([1, 2, 3, 4, 5, 6])('when the disk is full from write %i on', async (from) => {
    const world = await openWorld(dialect);
    breakDisk(world.job, /virtual-number/, { from });
    expect(told(world, await world.job.step(world.rent))).toEqual(nothingBought(/ENOSPC.*disk/));
    expect(await world.job.finish()).toMatchObject([{ code: 0, errors: [] }]);
  });

  test('when the intent fits onto the disk by half', async () => {
    const world = await openWorld(dialect);
    breakDisk(world.job, JOURNAL, { half: true });
    expect(told(world, await world.job.step(world.rent))).toEqual(
      nothingBought(/ENOSPC.*nothing more is bought/),
    );
    expect(await world.job.finish()).toMatchObject([{ code: 0, errors: [] }]);
  });

  // The first value is what main decided, the second the dialect, the third the intent.
  test.each([1, 2, 3])('when state value %i cannot be written', async (from) => {
    const world = await openWorld(dialect);
    breakDisk(world.job, /\/state$/, { from });
    expect(told(world, await world.job.step(world.rent))).toEqual(
      nothingBought(/ENOSPC.*GITHUB_STATE|GITHUB_STATE.*ENOSPC/),
    );
    expect(await world.job.finish()).toMatchObject([{ code: 0, errors: [] }]);
  });

  test('when a state value is over the limit, so that post would not start', async () => {
    const world = await openWorld(dialect);
    const wish = { ...world.api, 'product-id': '42', platform: 'x'.repeat(40_000) };
    const step = await world.job.step(wish);
    expect(told(world, step)).toEqual(nothingBought(/state value "event-0001" has 40\d{3} bytes/));
    expect(await world.job.finish()).toMatchObject([{ code: 0, errors: [] }]);
  });
});

describe.each(DIALECTS)('a disk that is full after the purchase (%s)', (dialect) => {
  test('makes acquire give the number back at once, and say why', async () => {
    const world = await openWorld(dialect);
    breakDisk(world.job, JOURNAL, { from: 2 });

    const step = await world.job.step(world.rent);

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'invalid-input' } });
    expect(step.errors).toEqual([expect.stringContaining('ENOSPC')]);
    expect(world.sandbox.books()).toMatchObject({ rented: 1, open_orders: 0, spent: 0 });
    expect(await world.job.finish()).toMatchObject([{ code: 0, errors: [] }]);
  });

  test('does not keep post from giving back', async () => {
    const world = await openWorld(dialect);
    await world.job.step(world.rent);
    breakDisk(world.job, /./);

    expect(await world.job.startPost().done).toMatchObject({ code: 0, errors: [] });

    expect(world.orders()[0]?.state).toBe('cancelled');
  });
});

test.each(['wait', 'release'])(
  'a %s step that cannot write down what it was handed says that nobody gives it back',
  async (mode) => {
    const world = await openWorld('openapi');
    const { outputs } = await world.job.step({ ...world.rent, 'auto-release': 'false' });
    const before = world.requests().length;

    const later = world.anotherJob();
    breakDisk(later, /virtual-number/);
    const handed = { mode, 'order-id': outputs['orders'] ?? '' };
    const step = await later.step({ ...world.api, ...handed });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'leaked', requests: '0' } });
    expect(step.errors).toEqual([expect.stringMatching(/ENOSPC.*curl .*refunds itself at 2/)]);
    expect(step.errors[0]).toContain(outputs['order-id']);
    expect(world.requests()).toHaveLength(before);
  },
);
