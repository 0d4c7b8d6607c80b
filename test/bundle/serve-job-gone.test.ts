import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { exchange } from '../support/plain-http.ts';
import { hasEnded, isGone, keepersOf, mortal, serve, timePasses, type Keeper } from './keepers.ts';
import { DIALECTS, openWorld, type Dialect, type World } from './world.ts';

const FAST = { speed: 20 };

const fakeRunner = fileURLToPath(new URL('../support/fake-runner.mjs', import.meta.url));

describe.each(DIALECTS)('a keeper whose job is gone without a post (%s)', (dialect) => {
  test('because RUNNER_TEMP was wiped gives its orders back and ends', async () => {
    const world = await openWorld(dialect, FAST);
    const { keeper } = await serve(world, { count: '2' });

    world.job.wipe();
    await hasEnded(keeper);

    expect(world.orders()).toMatchObject([
      { state: 'cancelled', refunded: 4500 },
      { state: 'cancelled', refunded: 4500 },
    ]);
  });

  test('because its runner was killed gives its orders back and ends', async () => {
    const world = await openWorld(dialect, FAST);
    const { runner, keeper } = await serveUnderARunner(world);
    await timePasses(world, 60);
    expect([isGone(keeper.pid), world.orders()[0]?.state]).toEqual([false, 'waiting']);

    runner.kill('SIGKILL');
    await hasEnded(keeper);

    expect(world.orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
  });

  test('finishes an order whose SMS came, or leaves it paid', async () => {
    const world = await openWorld(dialect, FAST);
    const { step, keeper } = await serve(world);
    world.send(step, 'Your code is 042917');

    world.job.wipe();
    await hasEnded(keeper);

    expect(world.orders()[0]?.state).toBe(dialect === 'openapi' ? 'completed' : 'otp-received');
  });

  test('goes on beyond "release-timeout" while the provider is down', async () => {
    const world = await openWorld(dialect, FAST);
    const { keeper } = await serve(world, { 'release-timeout': '10s' });
    world.sandbox.addFault({ count: 'unlimited', fault: { kind: 'html', status: 502 } });

    world.job.wipe();
    await timePasses(world, 100);
    expect(isGone(keeper.pid)).toBe(false);
    world.sandbox.clearFaults();
    await hasEnded(keeper);

    expect(world.orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
  });
});

test('it waits for the cancel window', async () => {
  const world = await openWorld('openapi', { ...FAST, cancelAfterSeconds: 60 });
  const { keeper } = await serve(world);

  world.job.wipe();
  await hasEnded(keeper);

  expect(world.orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
});

test('with "auto-release: false" it ends and keeps the number for another job', async () => {
  const world = await openWorld('openapi', FAST);
  const { keeper } = await serve(world, { 'auto-release': 'false' });

  world.job.wipe();
  await hasEnded(keeper);

  expect(world.orders()[0]?.state).toBe('waiting');
});

test('a shell around the step is not taken for the runner: it ends with the step', async () => {
  const world = await openWorld('openapi', FAST);
  const shell = `require('node:child_process')
    .spawn(process.argv[1], process.argv.slice(2), { stdio: 'inherit' })
    .on('exit', (code) => process.exit(code));`;
  world.job.launch = (file, args, options) =>
    spawn(process.execPath, ['-e', shell, file, ...args], options);
  const { url, keeper } = await serve(world);

  await timePasses(world, 60);

  expect(isGone(keeper.pid)).toBe(false);
  expect((await exchange(url, { method: 'HEAD' })).status).toBe(200);
  expect(world.orders()[0]?.state).toBe('waiting');
});

describe.each(DIALECTS)('a keeper whose orders expire (%s)', (dialect: Dialect) => {
  test('ends by itself, and sends nothing for it', async () => {
    const world = await openWorld(dialect, { ...FAST, expiresAfterSeconds: 60 });
    const { keeper } = await serve(world);
    const before = world.requests().length;

    await hasEnded(keeper);

    await vi.waitFor(() => expect(world.sandbox.books().open_orders).toBe(0));
    expect(world.requests()).toHaveLength(before);
  });

  test('still answers who asked before', async () => {
    const world = await openWorld(dialect, { ...FAST, expiresAfterSeconds: 30 });
    const { keeper, url } = await serve(world);

    const answer = await exchange(url);

    expect(answer.status).toBe(410);
    expect(answer.json).toHaveProperty('error.kind', 'expired');
    await hasEnded(keeper);
  });
});

/** The runner's process starts the step and outlives it. */
async function serveUnderARunner(world: World) {
  world.job.launch = (file, args, options) =>
    spawn(process.execPath, [fakeRunner, file, ...args], options);
  const { child: runner } = world.start({ ...world.rent, serve: 'true' });
  let said = '';
  runner.stdout?.on('data', (chunk) => (said += String(chunk)));
  await vi.waitFor(() => expect(said).toContain('the step has ended'), { timeout: 20_000 });
  const [keeper] = keepersOf(world.job) as [Keeper];
  mortal(keeper);
  return { runner, keeper };
}
