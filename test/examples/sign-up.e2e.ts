import { describe, expect, test } from 'vitest';
import { byVerify, openExampleWorld, stepsOf } from './example-world.ts';

/** What the README shows, one after the other; each signs up in the sample app. */
const EXAMPLES = [
  'playwright/serve.yml',
  'playwright/from-the-page.yml',
  'cypress/serve.yml',
  'curl/serve.yml',
  'python/serve.yml',
];

describe.each(['guide', 'openapi'] as const)('on a server of the %s dialect', (dialect) => {
  test.each(EXAMPLES)('%s signs up, buys one number and gives it back', async (file) => {
    const world = await openExampleWorld(dialect);
    const { posts } = await world.play(folderOf(file), stepsOf(file));
    expect(posts.map(({ code, errors }) => ({ code, errors }))).toEqual([{ code: 0, errors: [] }]);
    expect((await world.closedBooks()).rented).toBe(1);
    expect(await world.smsTo()).toHaveLength(1);
  });

  test.each([
    ['playwright/verify.yml', stepsOf('playwright/verify.yml')],
    ['cypress/serve.yml', byVerify(stepsOf('cypress/serve.yml'))],
    ['curl/serve.yml', byVerify(stepsOf('curl/serve.yml'))],
    ['python/serve.yml', byVerify(stepsOf('python/serve.yml'))],
  ])('%s signs up in one step of "mode: verify"', async (file, steps) => {
    const world = await openExampleWorld(dialect);
    const { steps: results } = await world.play(folderOf(file), steps);
    const [verify] = results.values();
    expect(verify).toMatchObject({ code: 0, errors: [], outputs: { result: 'success' } });
    expect((await world.closedBooks()).rented).toBe(1);
    expect(await world.smsTo()).toHaveLength(1);
  });

  test('each Playwright worker signs up with a number of its own', async () => {
    const world = await openExampleWorld(dialect);
    await world.play('playwright', stepsOf('playwright/number-per-worker.yml'));
    expect((await world.closedBooks()).rented).toBe(3);
    expect(new Set(await world.smsTo()).size).toBe(3);
  });

  test.each(['playwright/serve.yml', 'cypress/serve.yml', 'curl/serve.yml', 'python/serve.yml'])(
    '%s fails and says why if the app sends no SMS, and nothing is paid',
    async (file) => {
      const world = await openExampleWorld(dialect, 'never');
      const steps = stepsOf(file).replace('serve: true', 'serve: true\n    timeout: 1s');
      const played = world.play(folderOf(file), steps);
      await expect(played).rejects.toThrow(/No SMS came to order .* Check that your app sent one/);
      expect(await world.closedBooks()).toMatchObject({ rented: 1, spent: 0 });
    },
  );
});

test('a Playwright worker that runs several tests gets a code for each on its number', async () => {
  const world = await openExampleWorld('openapi', 'late');
  const steps = stepsOf('playwright/number-per-worker.yml');
  await world.play('playwright', steps.replace('count: 3', 'count: 1').replace('=3', '=1'));
  expect((await world.closedBooks()).rented).toBe(1);
  expect(new Set(await world.smsTo()).size).toBe(1);
});

test('a Playwright test that is retried gets a new code on its number, not the old one', async () => {
  const world = await openExampleWorld('openapi', 'late');
  const steps = stepsOf('playwright/number-per-worker.yml')
    .replace('count: 3', 'count: 1')
    .replace('number-per-worker.spec.ts --workers=3', 'retried.spec.ts --workers=1 --retries=1');
  await world.play('playwright', steps);
  expect((await world.closedBooks()).rented).toBe(1);
  expect(await world.smsTo()).toHaveLength(2);
});

function folderOf(file: string): string {
  return file.split('/')[0] ?? '';
}
