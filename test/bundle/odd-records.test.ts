import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld, type World } from './world.ts';

describe.each(DIALECTS)('a journal line that post cannot read (%s)', (dialect) => {
  test.each([
    ['truncated', '{"v":1,"type":"rented","key":"0a"'],
    ['foreign', 'written by another step\n{"hello":1}\n'],
  ])('(%s) hides nothing of what the others tell', async (_name, text) => {
    const world = await openWorld(dialect);
    await world.job.step(world.rent);
    appendFileSync(journalOf(world), text);

    const post = await world.job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [], warnings: [] });
    expect(world.orders()[0]?.state).toBe('cancelled');
  });

  test('and of which the state has no copy is red, with the file named', async () => {
    const world = await openWorld(dialect);
    await world.job.step({ ...world.rent, count: '2' });
    const journal = journalOf(world);
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, ['garbage', 'garbage', ...lines.slice(2)].join('\n'));

    const post = await world.job.startPost({}, (name) => name === 'step').done;

    expect(post).toMatchObject({ code: 1, errors: [expect.stringContaining(journal)] });
    expect(post.stdout).toContain('title=Virtual number%3A leaked');
    expect(
      world
        .orders()
        .map(({ state }) => state)
        .toSorted(),
    ).toEqual(['cancelled', 'waiting']);
  });
});

describe.each(DIALECTS)('a journal of a newer version (%s)', (dialect) => {
  test('is refused by post: red, with the file named, and nothing is guessed', async () => {
    const world = await openWorld(dialect);
    await world.job.step(world.rent);
    const before = world.requests().length;
    const journal = journalOf(world);
    appendFileSync(journal, '{"v":2,"type":"transferred","order":"7"}\n');

    const post = await world.job.startPost().done;

    expect(post).toMatchObject({ code: 1, errors: [expect.stringContaining(journal)] });
    expect(post.errors[0]).toMatch(/newer version of this action \(format 2\)/);
    expect(post.stdout).toContain('title=Virtual number%3A leaked');
    expect(world.requests()).toHaveLength(before);
  });

  test.each(['wait', 'release'])(
    'is refused by %s, which cannot tell what is open',
    async (mode) => {
      const world = await openWorld(dialect);
      await world.job.step(world.rent);
      const journal = journalOf(world);
      appendFileSync(journal, '{"v":2,"type":"transferred","order":"7"}\n');

      const step = await world.job.step({ ...world.api, mode });

      expect(step).toMatchObject({ code: 1, outputs: { failure: 'invalid-input', requests: '0' } });
      expect(step.errors).toEqual([expect.stringContaining(journal)]);
    },
  );

  test('does not keep release from an order that is named', async () => {
    const world = await openWorld(dialect);
    const { outputs } = await world.job.step(world.rent);
    appendFileSync(journalOf(world), '{"v":2,"type":"transferred","order":"7"}\n');

    const named = { mode: 'release', 'order-id': outputs['order-id'] ?? '' };
    const step = await world.job.step({ ...world.api, ...named });

    expect(step).toMatchObject({ code: 0, errors: [] });
    expect(world.orders()[0]?.state).toBe('cancelled');
  });
});

describe.each([
  ['of a newer version', (value: string) => value.replace(/"v":\d+/, '"v":99')],
  ['of another mode', (value: string) => value.replace('"mode":"acquire"', '"mode":"lend"')],
  ['that cannot be read', () => 'garbage'],
])('a state %s', (_name, change) => {
  test('is red in post, not "rented nothing"', async () => {
    const { job, rent, requests } = await openWorld('openapi');
    const { outputs } = await job.step(rent);
    const before = requests().length;

    const post = await job.startPost({}, undefined, (name, value) =>
      name === 'step' ? change(value) : value,
    ).done;

    expect(post).toMatchObject({ code: 1, errors: [expect.stringMatching(/another version/)] });
    expect(post.errors[0]).toContain(outputs['order-id']);
    expect(post.stdout).toContain('title=Virtual number%3A leaked');
    expect(post.summary).toContain('leaked');
    expect(requests()).toHaveLength(before);
  });
});

test('a state whose first value is lost is red in post as well', async () => {
  const { job, rent } = await openWorld('openapi');
  const { outputs } = await job.step(rent);

  const post = await job.startPost({}, (name) => name !== 'step').done;

  expect(post).toMatchObject({ code: 1 });
  expect(post.errors[0]).toContain(outputs['order-id']);
});

function journalOf({ job }: World): string {
  const folder = join(job.temp, 'virtual-number');
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.ndjson'));
  return join(folder, name);
}
