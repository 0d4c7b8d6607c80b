import { describe, expect, test, vi } from 'vitest';
import { breakDisk, DIALECTS, openWorld } from './world.ts';

describe.each(DIALECTS)('"auto-release: false" (%s)', (dialect) => {
  test('keeps the number for another job when this one succeeded, and says so', async () => {
    const { job, rent, orders } = await openWorld(dialect);
    const { outputs } = await job.step({ ...rent, 'auto-release': 'false' });

    const post = await job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [], warnings: [] });
    expect(post.notices).toEqual([expect.stringContaining(outputs['order-id'] ?? '')]);
    expect(orders()[0]?.state).toBe('waiting');
  });

  // In a nested composite action the status is empty: then nobody is sure to come.
  test.each(['failure', 'cancelled', ''])(
    'gives it back when the job ended as "%s": the next one never runs',
    async (status) => {
      const { job, rent, orders } = await openWorld(dialect);
      await job.step({ ...rent, 'auto-release': 'false' });

      const post = await job.startPost({ 'job-status': status }).done;

      expect(post).toMatchObject({ code: 0, errors: [] });
      expect(orders()[0]?.state).toBe('cancelled');
    },
  );
});

test.each(DIALECTS)(
  '"auto-release: false" keeps nothing that no output could name, however the job ended (%s)',
  async (dialect) => {
    const { job, rent, orders } = await openWorld(dialect);
    breakDisk(job, /\/output$/);
    const step = await job.step({ ...rent, 'auto-release': 'false' });

    // As after "continue-on-error".
    const post = await job.startPost({ 'job-status': 'success' }).done;

    expect(step.errors).toEqual([expect.stringContaining('GITHUB_OUTPUT')]);
    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(orders()[0]?.state).toBe('cancelled');
  },
);

describe.each(DIALECTS)('a wait step with the "order-id" of another job (%s)', (dialect) => {
  test('gets the code, and its post gives the order back', async () => {
    const { job, rent, api, send, anotherJob, orders } = await openWorld(dialect);
    const rented = await job.step({ ...rent, 'auto-release': 'false' });
    await job.finish();
    send(rented, 'Your code is 042917');

    const later = anotherJob();
    const orderId = rented.outputs['order-id'] ?? '';
    const waited = await later.step({ ...api, mode: 'wait', 'order-id': orderId });
    const [post] = await later.finish();

    expect(waited.outputs['otp-code']).toBe('042917');
    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(orders()[0]?.state).toBe(dialect === 'guide' ? 'otp-received' : 'completed');
  });

  test('gives all of an "orders" output back when no SMS came', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    const rented = await world.job.step({ ...world.rent, count: '2', 'auto-release': 'false' });
    await world.job.finish();

    const later = world.anotherJob();
    const handed = { 'order-id': rented.outputs['orders'] ?? '', timeout: '1s' };
    const waited = await later.step({ ...world.api, mode: 'wait', ...handed });
    await later.finish();

    expect(waited.outputs['failure']).toBe('otp-timeout');
    expect(world.orders().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  test('leaves it alone with "auto-release: false"', async () => {
    const { job, rent, api, anotherJob, orders } = await openWorld(dialect, { speed: 10 });
    const rented = await job.step({ ...rent, 'auto-release': 'false' });
    await job.finish();

    const later = anotherJob();
    const handed = { 'order-id': rented.outputs['order-id'] ?? '', 'auto-release': 'false' };
    await later.step({ ...api, mode: 'wait', timeout: '1s', ...handed });
    await later.finish();

    expect(orders()[0]?.state).toBe('waiting');
  });

  test.each([
    ['true', 'cancelled'],
    ['false', 'waiting'],
  ])('that is cancelled, with "auto-release: %s", leaves it %s', async (autoRelease, state) => {
    const world = await openWorld(dialect);
    const rented = await world.job.step({ ...world.rent, 'auto-release': 'false' });
    await world.job.finish();

    const later = world.anotherJob();
    const handed = { mode: 'wait', 'order-id': rented.outputs['order-id'] ?? '' };
    const reads = world.requests('order').length;
    const waiting = later.start({ ...world.api, ...handed, 'auto-release': autoRelease });
    await vi.waitFor(() => expect(world.requests('order').length).toBeGreaterThan(reads), {
      timeout: 10_000,
    });
    waiting.child.kill('SIGINT');
    const stopped = await waiting.done;
    later.status = 'cancelled';
    const [post] = await later.finish();

    expect(stopped).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(world.orders()[0]?.state).toBe(state);
  });

  test('owns it before its first request: killed in that, its post gives it back', async () => {
    const world = await openWorld(dialect);
    const rented = await world.job.step({ ...world.rent, 'auto-release': 'false' });
    await world.job.finish();
    const before = world.requests().length;
    world.sandbox.addFault({ fault: { kind: 'silence' } });

    const later = world.anotherJob();
    const handed = { mode: 'wait', 'order-id': rented.outputs['order-id'] ?? '' };
    const waiting = later.start({ ...world.api, ...handed });
    await vi.waitFor(() => expect(world.requests()).toHaveLength(before + 1));
    waiting.child.kill('SIGKILL');
    await waiting.done;
    const [post] = await later.finish();

    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(world.orders()[0]?.state).toBe('cancelled');
  });
});

test('the post of a wait step that never found out the dialect asks again until the provider is back', async () => {
  const world = await openWorld('openapi', { speed: 20 });
  const rented = await world.job.step({ ...world.rent, 'auto-release': 'false' });
  await world.job.finish();
  // The wait step gives up after four tries, and so many more find its post.
  const down = { kind: 'html', status: 502 } as const;
  world.sandbox.addFault({ match: { operation: 'active' }, count: 8, fault: down });

  const later = world.anotherJob();
  const orderId = rented.outputs['order-id'] ?? '';
  const waited = await later.step({ ...world.api, mode: 'wait', 'order-id': orderId });
  const [post] = await later.finish();

  expect(waited.outputs['failure']).toBe('provider-outage');
  expect(post).toMatchObject({ code: 0, errors: [] });
  expect(world.orders()[0]?.state).toBe('cancelled');
});

test('a wait step does not give back what a step of its own job keeps for later', async () => {
  const { job, rent, api, send, orders } = await openWorld('openapi');
  send(await job.step({ ...rent, 'auto-release': 'false' }), 'Your code is 042917');
  await job.step({ ...api, mode: 'wait' });

  await job.finish();

  expect(orders()[0]?.state).toBe('otp-received');
});

test.each(DIALECTS)(
  'each of two acquire steps gives back its own number alone (%s)',
  async (dialect) => {
    const { job, rent, orders } = await openWorld(dialect);
    await job.step(rent);
    await job.step(rent);

    await job.startPost().done;
    const afterOne = orders().map(({ state }) => state);
    await job.startPost().done;

    expect(afterOne).toEqual(['waiting', 'cancelled']);
    expect(orders().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  },
);
