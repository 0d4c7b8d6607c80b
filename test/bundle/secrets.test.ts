import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld, TOKEN, type StepResult } from './world.ts';

describe.each(DIALECTS)('the token (%s)', (dialect) => {
  test('is masked by the first line of main and of post, and shown nowhere', async () => {
    const { job, rent, api, send } = await openWorld(dialect);
    const rented = await job.step(rent);
    send(rented, 'Your code is 042917');
    const waited = await job.step({ ...api, mode: 'wait' });
    const files = contentsOf(job.temp);
    const post = await job.startPost().done;
    const lastPost = await job.startPost().done;

    expect(rented.stdout.split('\n')[0]).toBe(`::add-mask::${TOKEN}`);
    expect(waited.stdout.split('\n')[0]).toBe(`::add-mask::${TOKEN}`);
    const steps = [rented, waited, post, lastPost];
    expect(steps.map(shownBy).join('\n')).not.toContain(TOKEN);
    expect(files.join('\n')).not.toContain(TOKEN);
  });

  test('is masked when it comes from the environment, too', async () => {
    const { job, sandbox, rent } = await openWorld(dialect, { env: { SMSCODE_TOKEN: TOKEN } });

    const rented = await job.step({ ...rent, token: '' });

    expect(rented.code).toBe(0);
    expect(rented.stdout.split('\n')[0]).toBe(`::add-mask::${TOKEN}`);
    expect(sandbox.books().rented).toBe(1);
  });

  test('is masked before bad inputs are complained of', async () => {
    const { job, rent } = await openWorld(dialect);

    const refused = await job.step({ ...rent, count: 'many' });

    expect(refused.stdout.split('\n')[0]).toBe(`::add-mask::${TOKEN}`);
  });

  test('is not repeated when the server does so', async () => {
    const { job, rent, sandbox } = await openWorld(dialect);
    const message = `Token ${TOKEN} is not known`;
    sandbox.addFault({
      count: 'unlimited',
      fault: { kind: 'error', status: 401, code: 'UNAUTHORIZED', message },
    });

    const refused = await job.step(rent);

    expect(refused.errors).toHaveLength(1);
    expect(shownBy(refused)).not.toContain(TOKEN);
  });
});

test('what the steps write down is for the user of the runner alone', async () => {
  const { job, rent } = await openWorld('openapi');
  await job.step(rent);

  const folder = join(job.temp, 'virtual-number');
  const files = readdirSync(folder).map((name) => join(folder, name));
  expect(files.map((path) => statSync(path).mode & 0o077)).toEqual(files.map(() => 0));
  expect(statSync(folder).mode & 0o077).toBe(0);
});

test('the phone number is not in the state, which later steps can read', async () => {
  const { job, rent } = await openWorld('openapi');

  const rented = await job.step(rent);

  const digits = rented.outputs['phone-number']?.slice(1);
  expect(JSON.stringify(rented.state)).not.toContain(digits);
});

/** All that a step lets others see, without its requests to mask something. */
function shownBy({ stdout, stderr, state, outputs, summary }: StepResult): string {
  const log = stdout.replace(/^::add-mask::.*$/gm, '');
  return [log, stderr, JSON.stringify(state), JSON.stringify(outputs), summary].join('\n');
}

function contentsOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
