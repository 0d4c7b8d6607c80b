import { describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { openSandbox, type Answer, type Opened } from './open-sandbox.ts';

type Customer = Opened & {
  readonly buy: () => Promise<Answer>;
  /** Buys a number and gives it straight back. */
  readonly buyAndCancel: () => Promise<Answer>;
};

async function openFor(abuseGuard: NonNullable<SandboxOptions['abuseGuard']>): Promise<Customer> {
  const opened = await openSandbox({ cancelAfterSeconds: 0, abuseGuard });
  const buy = () => opened.openapi('POST /orders/create', { product_id: 42 });
  return {
    ...opened,
    buy,
    buyAndCancel: async () => {
      const bought = await buy();
      return opened.openapi('POST /orders/cancel', { id: bought.json.data.orders[0]?.id });
    },
  };
}

describe('the abuse guard', () => {
  test('bans creation at so many cancels without an SMS', async () => {
    const { buy, buyAndCancel } = await openFor({ bansAtCancels: 3 });
    for (let round = 0; round < 3; round += 1) {
      expect.soft((await buyAndCancel()).status).toBe(200);
    }
    const { status, json, headers } = await buy();
    expect([status, json.error.code]).toEqual([429, 'TEMP_BANNED_ABUSE_GUARD']);
    expect(json.error.details).toEqual({
      until: '2026-03-16T18:00:00.000Z',
      tier: 1,
      retry_after_seconds: 14_400,
    });
    expect(headers.get('retry-after')).toBe('14400');
  });

  test('bans in the guide dialect as well', async () => {
    const { guide, buyAndCancel } = await openFor({ bansAtCancels: 1 });
    await buyAndCancel();
    const { status, json } = await guide('POST /orders', { product_id: 42 });
    expect([status, json.error.code]).toEqual([429, 'TEMP_BANNED_ABUSE_GUARD']);
  });

  test('lets everything but buying go on', async () => {
    const { openapi, buy, buyAndCancel } = await openFor({ bansAtCancels: 1 });
    const { json } = await buy();
    await buyAndCancel();
    expect((await openapi('GET /balance')).status).toBe(200);
    const cancelled = await openapi('POST /orders/cancel', { id: json.data.orders[0]?.id });
    expect(cancelled.status).toBe(200);
  });

  test('ends its ban by itself, and raises the tier of the next', async () => {
    const { buy, buyAndCancel, pass } = await openFor({ bansAtCancels: 1, banSeconds: 60 });
    await buyAndCancel();
    pass(59);
    expect((await buy()).status).toBe(429);
    pass(1);
    expect((await buyAndCancel()).status).toBe(200);
    expect((await buy()).json.error.details['tier']).toBe(2);
  });

  test('forgets cancels that are long past', async () => {
    const { buy, buyAndCancel, pass } = await openFor({ bansAtCancels: 2, withinSeconds: 600 });
    await buyAndCancel();
    pass(600);
    await buyAndCancel();
    expect((await buy()).status).toBe(200);
  });

  test('does not count what the provider cancels, nor what expires', async () => {
    const { buy, control, pass } = await openFor({ bansAtCancels: 1 });
    const { json } = await buy();
    await control(`POST /orders/${json.data.orders[0]?.id ?? ''}`, { change: 'cancel' });
    await buy();
    pass(1200);
    expect((await buy()).status).toBe(200);
  });

  test('does not count a cancel after an SMS', async () => {
    const { guide, sandbox } = await openFor({ bansAtCancels: 1 });
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    sandbox.deliver({ to: order.phone_number, text: 'Code 1234' });
    await guide(`POST /orders/${order.order_id}/cancel`);
    expect((await guide('POST /orders', { product_id: 42 })).status).toBe(200);
  });

  test('is off by itself: its real threshold is not documented', async () => {
    const { buy, buyAndCancel } = await openFor({});
    for (let round = 0; round < 50; round += 1) await buyAndCancel();
    expect((await buy()).status).toBe(200);
  });
});

describe('the daily cap on cancels', () => {
  test('refuses with the wait until midnight, and leaves the order open', async () => {
    const { openapi, buy, buyAndCancel, sandbox, pass } = await openFor({ cancelsPerDay: 1 });
    expect((await buyAndCancel()).status).toBe(200);
    pass(9.5 * 3600);
    const { json } = await buy();
    const id = json.data.orders[0]?.id;
    const refused = await openapi('POST /orders/cancel', { id });
    expect([refused.status, refused.json.error.code]).toEqual([429, 'RATE_LIMIT_EXCEEDED']);
    expect(refused.headers.get('retry-after')).toBe('1800');
    expect(sandbox.books()).toMatchObject({ open_orders: 1, balanced: true });
  });

  test('begins anew each day', async () => {
    const { buyAndCancel, pass } = await openFor({ cancelsPerDay: 1 });
    await buyAndCancel();
    expect((await buyAndCancel()).status).toBe(429);
    pass(10 * 3600);
    expect((await buyAndCancel()).status).toBe(200);
  });
});
