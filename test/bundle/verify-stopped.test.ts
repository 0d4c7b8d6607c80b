import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openVerifyWorld } from './verify-world.ts';
import { DIALECTS, type Running, type StepResult } from './world.ts';

/** Minutes of waiting pass in seconds. */
const FAST = { speed: 30 };

/** Children of the command: in its group, in a session of its own as browsers are, deaf, orphaned. */
const FAMILY = `
sleep 600 & echo "child $!"
setsid sleep 600 & echo "child $!"
bash -c 'trap "" INT TERM; echo "child $$"; while true; do sleep 600; done' &
(setsid bash -c 'echo "child $$"; exec sleep 600' &)
`;

const CHILDREN = 4;

/** One that is known by its parents alone. */
const UNMARKED = 'env -u OTP_URL setsid sleep 600 & echo "child $!"';

describe.each(DIALECTS)('a verify step that is stopped while its command runs (%s)', (dialect) => {
  test('leaves nothing of the command, ends in time, and post gives the number back', async () => {
    const world = await openVerifyWorld(dialect);
    const main = world.start(world.verifyBy(`${FAMILY}${UNMARKED}; wait`));
    const children = await childrenOf(main, CHILDREN + 1);
    expect(children.filter(isAlive)).toEqual(children);

    const stopped = await cancelAsTheRunner(main);

    expect(stopped).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
    expect(stopped.errors).toHaveLength(1);
    expect(children.filter(isAlive)).toEqual([]);
    await world.job.finish();
    expect(world.orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
  });

  test('ends at once where the command does as it is told', async () => {
    const world = await openVerifyWorld(dialect);
    const main = world.start(
      world.verifyBy('trap "echo tidied up; exit 0" INT; echo "child $$"; sleep 600'),
    );
    await childrenOf(main, 1);

    main.child.kill('SIGINT');
    const stopped = await main.done;

    expect(stopped.outputs['failure']).toBe('interrupted');
    expect(stopped.stdout).toContain('tidied up');
    expect(world.orders()).toHaveLength(1);
  });
});

test('what a command leaves behind is ended before the next number is tried', async () => {
  const { job, verifyBy } = await openVerifyWorld('openapi', FAST);

  const step = await job.step(
    verifyBy(`${FAMILY} sleep 0.5`, { country: 'indonesia, germany', timeout: '5s' }),
  );

  const children = pidsIn(step.stdout);
  expect(children).toHaveLength(2 * CHILDREN);
  expect(children.filter(isAlive)).toEqual([]);
});

test('what a command leaves behind may still have the SMS sent while the step waits', async () => {
  const { job, verifyBy } = await openVerifyWorld('openapi', FAST);

  const step = await job.step(verifyBy('(sleep 0.5; sms 042917) & true'));

  expect(step).toMatchObject({ code: 0, outputs: { 'otp-code': '042917' } });
});

test('a main that is killed while its command runs is cleaned up after by post', async () => {
  const world = await openVerifyWorld('openapi');
  const main = world.start(world.verifyBy('echo "child $$"; exec sleep 600'));
  const [child = 0] = await childrenOf(main, 1);
  onTestFinished(() => {
    if (isAlive(child)) process.kill(child, 'SIGKILL');
  });

  main.child.kill('SIGKILL');
  process.kill(child, 'SIGKILL'); // As the runner does with all that the job left behind.
  await main.done;
  const [post] = await world.job.finish();

  expect(post).toMatchObject({ code: 0, errors: [] });
  expect(world.orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
});

test('the script is readable for its owner alone, and gone afterwards', async () => {
  const { job, verifyBy } = await openVerifyWorld('openapi');

  const step = await job.step(verifyBy('sms 042917; stat -c "mode %a" "$0"'));

  expect(step.stdout).toContain('mode 600\n');
  expect(readdirSync(job.temp).filter((name) => name.startsWith('run-'))).toEqual([]);
});

test('a command that a signal kills failed, and the signal is named', async () => {
  const { job, verifyBy } = await openVerifyWorld('openapi');

  const step = await job.step(verifyBy('kill -SEGV $$'));

  expect(step.outputs['failure']).toBe('command-failed');
  expect(step.errors).toEqual([expect.stringContaining('killed by SIGSEGV')]);
});

async function childrenOf(main: Running, count = CHILDREN): Promise<number[]> {
  let stdout = '';
  main.child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  await vi.waitFor(() => expect(pidsIn(stdout)).toHaveLength(count), { timeout: 20_000 });
  return pidsIn(stdout);
}

function pidsIn(stdout: string): number[] {
  return [...stdout.matchAll(/^child (\d+)$/gm)].map(([, pid]) => Number(pid));
}

function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${String(pid)}/stat`)) return false;
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  return !['Z', 'X'].includes(stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
}

/** SIGINT, 7.5 s later SIGTERM, 2.5 s later a kill. */
async function cancelAsTheRunner(main: Running): Promise<StepResult> {
  main.child.kill('SIGINT');
  const timers = [
    setTimeout(() => main.child.kill('SIGTERM'), 7_500),
    setTimeout(() => main.child.kill('SIGKILL'), 10_000),
  ];
  const stopped = await main.done;
  timers.forEach(clearTimeout);
  return stopped;
}
