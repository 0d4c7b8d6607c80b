import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld, type World } from './world.ts';

/** "No such order" is doubted for 7 s. */
const FAST = { speed: 20 };

const WHY = /attempt 2 of the run.*dead.*"Re-run all jobs"/;

describe.each(DIALECTS)('a number of attempt 1 is dead in attempt 2 (%s)', (dialect) => {
  const unknown = dialect === 'guide' ? 'ord_unknown' : '999999';

  test.each([
    ['cancel', 'cancelled'],
    ['expire', 'expired'],
  ])('wait says so of one that was closed (%s)', async (change, failure) => {
    const world = await openWorld(dialect);
    const id = await closedInAttempt1(world, change);

    const step = await inAttempt(world, 2, { mode: 'wait', 'order-id': id });

    expect(step).toMatchObject({ code: 1, outputs: { failure } });
    expect(step.errors).toEqual([expect.stringMatching(WHY)]);
    expect(step.errors[0]).toContain(id);
  });

  test.each(['wait', 'release'])('%s says so of one that is not known any more', async (mode) => {
    const world = await openWorld(dialect, FAST);

    const step = await inAttempt(world, 2, { mode, 'order-id': unknown });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'not-found' } });
    expect(step.errors).toEqual([expect.stringMatching(WHY)]);
    expect(step.errors[0]).toContain(unknown);
  });

  test('release has nothing to do for one that was closed', async () => {
    const world = await openWorld(dialect);
    const id = await closedInAttempt1(world, 'cancel');

    const step = await inAttempt(world, 2, { mode: 'release', 'order-id': id });

    expect(step).toMatchObject({ code: 0, errors: [], outputs: { status: 'cancelled' } });
  });

  test('wait warns that a completed one shows the code of its first use', async () => {
    const world = await openWorld(dialect);
    const rented = await world.job.step({ ...world.rent, 'auto-release': 'false' });
    world.send(rented, 'Your code is 042917');
    const id = rented.outputs['order-id'] ?? '';
    await world.control(`/orders/${id}`, { change: 'finish' });

    const step = await inAttempt(world, 2, { mode: 'wait', 'order-id': id });

    expect(step).toMatchObject({ code: 0, outputs: { 'otp-code': '042917' } });
    expect(step.warnings).toEqual([expect.stringMatching(/attempt 2.*earlier attempt/)]);
  });

  test.each(['wait', 'release'])('but not in attempt 1 (%s)', async (mode) => {
    const world = await openWorld(dialect, FAST);

    const step = await inAttempt(world, 1, { mode, 'order-id': unknown });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'not-found' } });
    expect(step.errors[0]).not.toContain('attempt');
  });

  test('and not one that this very job rented', async () => {
    const world = await openWorld(dialect, { env: { GITHUB_RUN_ATTEMPT: '2' } });
    const { outputs } = await world.job.step(world.rent);
    await world.control(`/orders/${outputs['order-id'] ?? ''}`, { change: 'cancel' });

    const step = await world.job.step({ ...world.api, mode: 'wait' });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'cancelled' } });
    expect(step.errors[0]).not.toContain('attempt');
  });
});

async function closedInAttempt1(world: World, change: string): Promise<string> {
  const { outputs } = await world.job.step({ ...world.rent, 'auto-release': 'false' });
  const id = outputs['order-id'] ?? '';
  await world.control(`/orders/${id}`, { change });
  return id;
}

function inAttempt(
  { anotherJob, api }: World,
  attempt: number,
  inputs: Record<string, string>,
): ReturnType<World['job']['step']> {
  const job = anotherJob();
  job.env['GITHUB_RUN_ATTEMPT'] = String(attempt);
  return job.step({ ...api, ...inputs });
}
