import { describe, expect, test } from 'vitest';
import { openWorld } from './world.ts';

describe('an SMS in which the provider finds no code', () => {
  test('is "sms-without-code" with the shape of the text, not a time-out', async () => {
    const { job, rent, api, sandbox } = await openWorld('openapi');
    const rented = await job.step(rent);
    const to = rented.outputs['phone-number'] ?? '';
    sandbox.deliver({ to, text: 'Welcome to Example 24', code: null });

    const step = await job.step({ ...api, mode: 'wait' });

    expect(step.outputs).toMatchObject({ failure: 'sms-without-code', cost: '4500' });
    expect(step.errors).toEqual([expect.stringContaining('"xxxxxxx xx xxxxxxx 00"')]);
  });

  test('is still an SMS: post finishes the order, which no cancel would refund', async () => {
    const { job, rent, sandbox, orders } = await openWorld('openapi');
    const rented = await job.step(rent);
    const to = rented.outputs['phone-number'] ?? '';
    sandbox.deliver({ to, text: 'Welcome to Example', code: null });

    await job.finish();

    expect(orders()[0]?.state).toBe('completed');
  });
});
