import { describe, expect, test } from 'vitest';
import { openWorld } from './world.ts';

describe('a second code on one number', () => {
  test('is awaited with "after", by the revision of the first', async () => {
    const { job, rent, api, send } = await openWorld('openapi');
    const rented = await job.step(rent);
    send(rented, 'Your Example code is 111111');
    const first = await job.step({ ...api, mode: 'wait' });
    send(rented, 'Your Example code is 222222');

    const second = await job.step({
      ...api,
      mode: 'wait',
      after: first.outputs['revision'] ?? '',
    });

    expect(second.outputs).toMatchObject({ 'otp-code': '222222', revision: '2' });
  });

  test('is not the first code once more: without another SMS the wait times out', async () => {
    const { job, rent, api, send } = await openWorld('openapi', { speed: 10 });
    const rented = await job.step(rent);
    send(rented, 'Your Example code is 111111');

    const step = await job.step({ ...api, mode: 'wait', after: '1', timeout: '5s' });

    expect(step.outputs).toMatchObject({ failure: 'otp-timeout', 'otp-code': '' });
    expect(step.errors[0]).toMatch(/No SMS later than revision 1 .*"resend-after"/);
  });

  test('an SMS whose code the provider did not see has not the code of the one before', async () => {
    const { job, rent, api, send } = await openWorld('openapi');
    const rented = await job.step(rent);
    send(rented, 'Your Example code is 111111');
    send(rented, 'Thank you for joining');

    const step = await job.step({ ...api, mode: 'wait', after: '1' });

    expect(step.outputs).toMatchObject({ failure: 'sms-without-code', 'otp-code': '' });
  });
});

describe('"resend-after"', () => {
  test('asks once for the SMS again, and takes the one that comes then', async () => {
    const { job, rent, api, sandbox, requests } = await openWorld('openapi', {
      speed: 20,
      resendAfterSeconds: 5,
    });
    await job.step(rent);
    // Reads at 0, 5 and 10 s, then the request to send again.
    sandbox.addFault({
      match: { operation: 'order' },
      nth: 4,
      fault: { kind: 'order_change', change: 'sms', text: 'Your Example code is 333333' },
    });

    const step = await job.step({ ...api, mode: 'wait', 'resend-after': '10s' });

    expect(step.outputs).toMatchObject({ result: 'success', 'otp-code': '333333' });
    expect(requests('resend')).toHaveLength(1);
    expect(step.stdout).toContain('asked the provider to send again');
  });

  test('does not ask where the provider does not allow it yet, and the wait goes on', async () => {
    const { job, rent, api, requests } = await openWorld('openapi', {
      speed: 20,
      resendAfterSeconds: 600,
    });
    await job.step(rent);

    const step = await job.step({ ...api, mode: 'wait', 'resend-after': '5s', timeout: '20s' });

    expect(step.outputs['failure']).toBe('otp-timeout');
    expect(requests('resend')).toEqual([]);
  });
});

describe('a guide server', () => {
  test.each([
    ['after', '1'],
    ['resend-after', '30s'],
    ['otp-pattern', '(x)'],
    ['expect-domain', 'example.com'],
  ])('gives one code an order: "%s" is refused before the wait', async (name, value) => {
    const { job, rent, api, requests } = await openWorld('guide');
    await job.step(rent);
    const before = requests('order').length;

    const step = await job.step({ ...api, mode: 'wait', [name]: value });

    expect(step.outputs['failure']).toBe('invalid-input');
    expect(step.errors).toEqual([
      expect.stringMatching(new RegExp(`"${name}".*one code an order`)),
    ]);
    expect(requests('order')).toHaveLength(before);
  });
});
