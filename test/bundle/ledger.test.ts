import { describe, expect, test } from 'vitest';
import { openLedgerWorld, RUN } from './ledger-world.ts';
import { DIALECTS, TOKEN } from './world.ts';

describe.each(DIALECTS)('acquire with "ledger: artifact" (%s)', (dialect) => {
  test('records the purchase before it is made, then its order, then how it closed', async () => {
    const world = await openLedgerWorld(dialect);
    const seen: number[] = [];
    world.github.before = ({ path }) => {
      if (path.endsWith('/FinalizeArtifact')) seen.push(world.requests('create').length);
      return null;
    };

    const main = await world.job.step(world.keep);
    expect(main).toMatchObject({ code: 0, errors: [], warnings: [] });
    expect(world.records()).toEqual(['intent', 'rented']);
    expect(seen).toEqual([0, 1]);

    const [post] = await world.job.finish();
    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(world.records()).toEqual(['intent', 'rented', 'closed']);
    expect(world.sandbox.books()).toMatchObject({ open_orders: 0, spent: 0 });
  });

  test('buys nothing, and says why, where the record cannot be uploaded', async () => {
    const world = await openLedgerWorld(dialect);
    world.github.before = ({ path }) =>
      path.endsWith('/CreateArtifact') ? { status: 403, body: '{"msg":"no storage left"}' } : null;

    const main = await world.job.step(world.keep);

    expect(main.outputs).toMatchObject({ result: 'failure', failure: 'network' });
    expect(main.errors).toEqual([
      expect.stringMatching(/ledger: .*no storage left.*Nothing was bought/s),
    ]);
    expect(world.requests('create')).toEqual([]);
  });
});

test('neither the phone number nor the token nor the balance is in a record', async () => {
  const world = await openLedgerWorld('guide');

  const main = await world.job.step(world.keep);
  await world.job.finish();

  const texts = world.github.artifacts.map(({ text }) => text);
  expect(texts).toHaveLength(3);
  const number = main.outputs['national-number'] ?? '';
  expect(number).not.toBe('');
  for (const secret of [number, TOKEN, '150000']) expect(texts.join('\n')).not.toContain(secret);
  expect(world.github.artifacts.map(({ run }) => run)).toEqual([RUN, RUN, RUN]);
});

test('a record of the order that cannot be uploaded is a warning: the journal has it', async () => {
  const world = await openLedgerWorld('openapi');
  world.github.before = ({ artifact }) =>
    artifact.includes('-rented-') ? { status: 403, body: '{"msg":"no"}' } : null;

  const main = await world.job.step(world.keep);

  expect(main.code).toBe(0);
  expect(main.warnings).toEqual([expect.stringMatching(/could not be recorded in the ledger/)]);
  await world.job.finish();
  expect(world.records()).toEqual(['intent', 'closed']);
});

test('a release step records what it closes', async () => {
  const world = await openLedgerWorld('openapi');
  await world.job.step(world.keep);

  expect(await world.job.step({ ...world.api, mode: 'release' })).toMatchObject({ code: 0 });

  expect(world.records()).toEqual(['intent', 'rented', 'closed']);
});

test('a refused purchase is recorded as closed', async () => {
  const world = await openLedgerWorld('openapi');
  await world.control('/balance', { balance: 1_000 });

  const main = await world.job.step(world.keep);

  expect(main.outputs['failure']).toBe('low-balance');
  expect(world.records()).toEqual(['intent', 'closed']);
});

test.each(['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL', 'GITHUB_REPOSITORY_ID'])(
  'without %s nothing is sent, and the message names it',
  async (name) => {
    const world = await openLedgerWorld('openapi');
    Object.assign(world.job.env, { [name]: '' });

    const main = await world.job.step(world.keep);

    expect(main.outputs['failure']).toBe('invalid-input');
    expect(main.errors).toEqual([expect.stringContaining(name)]);
    expect(world.requests()).toEqual([]);
  },
);

test('without a ledger nothing is sent to GitHub', async () => {
  const world = await openLedgerWorld('openapi');

  await world.job.step(world.rent);
  await world.job.finish();

  expect(world.github.calls).toEqual([]);
});

test('on GitHub Enterprise Server nothing is sent, bought or swept, and one error says why', async () => {
  const world = await openLedgerWorld('openapi');
  const server = { GITHUB_SERVER_URL: 'https://ghes.acme.example' };
  Object.assign(world.job.env, server);
  Object.assign(world.sweeper.env, server);

  for (const step of [await world.job.step(world.keep), await world.sweeper.step(world.sweep)]) {
    expect(step.outputs['failure']).toBe('invalid-input');
    expect(step.errors).toEqual([expect.stringContaining('Enterprise Server')]);
    expect(step.warnings).toEqual([]);
  }
  expect(world.requests()).toEqual([]);
  expect(world.github.calls).toEqual([]);
});
