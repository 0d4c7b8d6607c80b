import { describe, expect, test } from 'vitest';
import { openWorld, type StepResult, type With } from './world.ts';

/** Waits for the code of an SMS with this text, which the provider shows as it came. */
async function waitFor(text: string, inputs: With = {}): Promise<StepResult> {
  const { job, rent, api, send } = await openWorld('openapi');
  const rented = await job.step(rent);
  send(rented, text);
  return job.step({ ...api, mode: 'wait', ...inputs });
}

describe('a code that the provider does not recognise', () => {
  test('is found in the text', async () => {
    const { outputs, masks } = await waitFor('Ваш код подтверждения: XK49TZ. Никому не говорите.');
    expect(outputs).toMatchObject({ result: 'success', 'otp-code': 'XK49TZ' });
    expect(masks).toContain('XK49TZ');
  });

  test('is found by "otp-pattern", whose first group it is', async () => {
    const { outputs } = await waitFor('Welcome, Anna! Ticket ab-cd/17', {
      'otp-pattern': 'Ticket ([a-z]{2}-[a-z]{2})',
    });
    expect(outputs).toMatchObject({ result: 'success', 'otp-code': 'ab-cd' });
  });

  test('is not guessed where "otp-pattern" does not match', async () => {
    const step = await waitFor('Your verification code is XK49TZ', { 'otp-pattern': 'PIN (\\d+)' });
    expect(step.outputs).toMatchObject({ failure: 'sms-without-code', 'otp-code': '' });
    expect(step.errors).toEqual([expect.stringContaining('"otp-pattern" does not match it')]);
  });
});

test('an "otp-pattern" that would run for ever is given up, and said', async () => {
  const step = await waitFor(`${'a'.repeat(60)}!`, { 'otp-pattern': '^((a+)+)$' });
  expect(step.outputs['failure']).toBe('sms-without-code');
  expect(step.errors).toEqual([expect.stringContaining('took too long')]);
});

describe('"expect-domain"', () => {
  const bound = (host: string): string => `204816 is your code.\n\n@${host} #204816`;
  const expected = { 'expect-domain': 'App.example.com' };

  test('takes the code of an SMS that is bound to that host', async () => {
    const { outputs } = await waitFor(bound('app.example.com'), expected);
    expect(outputs).toMatchObject({ result: 'success', 'otp-code': '204816' });
  });

  test.each([
    ['another host', bound('evil.test'), /names "evil\.test"/],
    ['a host above it', bound('example.com'), /names "example\.com"/],
    ['no host', '204816 is your code.', /has no line/],
  ])('is "wrong-domain" for an SMS that is bound to %s', async (_, text, words) => {
    const step = await waitFor(text, expected);
    expect(step.outputs).toMatchObject({ failure: 'wrong-domain', 'otp-code': '' });
    expect(step.errors).toEqual([expect.stringMatching(words)]);
  });
});
