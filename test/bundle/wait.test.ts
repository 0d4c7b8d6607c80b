import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

describe.each(DIALECTS)('wait (%s)', (dialect) => {
  test('puts out the code, the message, its revision and what it cost', async () => {
    const { job, rent, api, send, requests } = await openWorld(dialect);
    const rented = await job.step(rent);
    send(rented, 'Your Example code is 042917');
    const before = requests().length;

    const { outputs } = await job.step({ ...api, mode: 'wait' });

    const openapi = dialect === 'openapi';
    expect(outputs).toEqual({
      'otp-code': '042917',
      'otp-message': openapi ? 'Your Example code is 042917' : '',
      revision: openapi ? '1' : '',
      status: 'otp-received',
      cost: '4500',
      orders: expect.any(String) as string,
      'waited-seconds': expect.stringMatching(/^\d+$/) as string,
      requests: String(requests().length - before),
      live: 'false',
      result: 'success',
      failure: '',
    });
    expect(JSON.parse(outputs['orders'] ?? '')).toEqual([
      {
        ...(JSON.parse(rented.outputs['orders'] ?? '[{}]') as object[])[0],
        status: 'otp-received',
        otp_code: '042917',
      },
    ]);
  });

  test('ends with the SMS that comes while it waits', async () => {
    const { job, rent, api, sandbox } = await openWorld(dialect, { speed: 10 });
    await job.step(rent);
    sandbox.addFault({
      match: { operation: 'order' },
      nth: 2,
      fault: { kind: 'order_change', change: 'sms', text: 'Your code is 555123' },
    });

    const { outputs } = await job.step({ ...api, mode: 'wait', 'poll-interval': '3s' });

    expect(outputs).toMatchObject({ 'otp-code': '555123', result: 'success' });
  });

  test('without an SMS ends as "otp-timeout", which names the order and the number', async () => {
    const { job, rent, api } = await openWorld(dialect, { speed: 10 });
    const rented = await job.step(rent);

    const step = await job.step({ ...api, mode: 'wait', timeout: '1s' });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'otp-timeout', status: 'waiting' } });
    expect(step.outputs).toMatchObject({ 'otp-code': '', cost: '0' });
    expect(step.errors).toHaveLength(1);
    expect(step.errors[0]).toContain(rented.outputs['order-id']);
    expect(step.errors[0]).toContain('"timeout"');
  });

  test.each([
    ['cancel', 'cancelled'],
    ['expire', 'expired'],
  ])('ends at once when the provider ends the order (%s)', async (change, failure) => {
    const { job, rent, api, control, requests } = await openWorld(dialect);
    const { outputs } = await job.step(rent);
    await control(`/orders/${outputs['order-id'] ?? ''}`, { change });
    const before = requests('order').length;

    const step = await job.step({ ...api, mode: 'wait' });

    expect(step).toMatchObject({ code: 1, outputs: { failure, status: failure, cost: '0' } });
    expect(requests('order')).toHaveLength(before + 1);
  });

  test('takes the code of an order that was completed meanwhile', async () => {
    const { job, rent, api, send, control } = await openWorld(dialect);
    const rented = await job.step(rent);
    send(rented, 'Your code is 042917');
    await control(`/orders/${rented.outputs['order-id'] ?? ''}`, { change: 'finish' });

    const { outputs } = await job.step({ ...api, mode: 'wait' });

    expect(outputs).toMatchObject({ 'otp-code': '042917', status: 'completed' });
  });

  test('says that an order is not known', async () => {
    const { job, api } = await openWorld(dialect);

    const id = dialect === 'guide' ? 'ord_unknown' : '999999';
    const step = await job.step({ ...api, mode: 'wait', 'order-id': id, 'auto-release': 'false' });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'not-found' } });
    expect(step.errors).toEqual([expect.stringContaining(id)]);
  });

  test('says that the job has nothing to wait for, without a request', async () => {
    const { job, api, requests } = await openWorld(dialect);

    const step = await job.step({ ...api, mode: 'wait' });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'not-found', requests: '0' } });
    expect(requests()).toEqual([]);
  });

  test('shortens its time to the life of the order, with a notice', async () => {
    const { job, rent, api } = await openWorld(dialect, { speed: 10, expiresAfterSeconds: 10 });
    await job.step(rent);

    const step = await job.step({ ...api, mode: 'wait', timeout: '10m' });

    expect(step.outputs['failure']).toBe('expired');
    expect(step.notices).toHaveLength(1);
  });

  test('is slowed down by 429, not ended', async () => {
    const { job, rent, api, send, sandbox } = await openWorld(dialect, { speed: 10 });
    send(await job.step(rent), 'Your code is 042917');
    const fault = { kind: 'rate_limited', retry_after_seconds: 1 } as const;
    sandbox.addFault({ match: { operation: 'order' }, count: 3, fault });

    const { outputs } = await job.step({ ...api, mode: 'wait' });

    expect(outputs['otp-code']).toBe('042917');
  });
});
