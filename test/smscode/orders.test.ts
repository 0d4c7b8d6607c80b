import { describe, expect, test } from 'vitest';
import { decidePolling } from '../../src/domain/polling.ts';
import type { Order } from '../../src/domain/order.ts';
import { html, ok, refusal } from '../support/answers.ts';
import { LIMITS } from '../support/callers.ts';
import { START } from '../support/fake-clock.ts';
import { openProvider } from '../support/nocked-api.ts';
import { GUIDE_ORDER, SUMMARY } from './fixtures.ts';
import { WAIT } from '../support/wishes.ts';

type Data = Record<string, unknown>;
const BASIS = {
  guide: { ...GUIDE_ORDER, otp_code: null } as Data,
  openapi: SUMMARY as Data,
};
type Dialect = keyof typeof BASIS;

/** One reading after the other of order 17, each with these keys changed. */
async function readings(dialect: Dialect, ...changes: Data[]): Promise<Order[]> {
  const replies = changes.map((change) => ok({ ...BASIS[dialect], ...change }));
  const { provider } = await openProvider(dialect, { 'GET /v1/orders/17': replies });
  const orders: Order[] = [];
  while (orders.length < changes.length) orders.push(await provider.order('17', LIMITS));
  return orders;
}

const decisions = (orders: Order[]): unknown[] =>
  orders.map((order) => {
    const plan = { ...WAIT, deadline: START + 120_000 };
    const decision = decidePolling(order, START, plan);
    if (decision.kind === 'received') return decision.code;
    return decision.kind === 'ended' ? decision.because.as : decision.kind;
  });

/** Status words from the first reading to the last, and what follows from each. */
const LIVES: [dialect: Dialect, name: string, changes: Data[], follows: unknown[]][] = [
  [
    'guide',
    'WAITING to OTP_RECEIVED',
    [{ status: 'WAITING' }, { status: 'OTP_RECEIVED', otp_code: '847291' }],
    ['poll-again', '847291'],
  ],
  [
    'guide',
    'WAITING to EXPIRED',
    [{ status: 'WAITING' }, { status: 'EXPIRED' }],
    ['poll-again', 'expired'],
  ],
  [
    'guide',
    'WAITING to CANCELLED',
    [{ status: 'WAITING' }, { status: 'CANCELLED' }],
    ['poll-again', 'cancelled'],
  ],
  ['guide', 'COMPLETED with a code', [{ status: 'COMPLETED', otp_code: '0042' }], ['0042']],
  ['guide', 'COMPLETED without a code', [{ status: 'COMPLETED' }], ['sms-without-code']],
  [
    'openapi',
    'ACTIVE to OTP_RECEIVED',
    [{}, { status: 'OTP_RECEIVED', otp_code: '847291', sms_revision: 1 }],
    ['poll-again', '847291'],
  ],
  ['openapi', 'ACTIVE to EXPIRED', [{}, { status: 'EXPIRED' }], ['poll-again', 'expired']],
  ['openapi', 'ACTIVE to CANCELED', [{}, { status: 'CANCELED' }], ['poll-again', 'cancelled']],
  ['openapi', 'COMPLETED with a code', [{ status: 'COMPLETED', otp_code: '0042' }], ['0042']],
  ['openapi', 'COMPLETED without a code', [{ status: 'COMPLETED' }], ['sms-without-code']],
  [
    'openapi',
    'OTP_RECEIVED with a text in which no code was recognised',
    [{ status: 'OTP_RECEIVED', otp_message: 'Welcome', sms_revision: 1 }],
    ['sms-without-code'],
  ],
  [
    'openapi',
    'ACTIVE again with the old code after a resend',
    [{ otp_code: '847291', sms_revision: 1 }],
    ['poll-again'],
  ],
];

describe('the life of an order', () => {
  test.each(LIVES)('%s: %s', async (dialect, _, changes, follows) => {
    expect(decisions(await readings(dialect, ...changes))).toEqual(follows);
  });
});

describe('an order in the dialect guide', () => {
  test('is read with all that it tells', async () => {
    const [order] = await readings('guide', {});
    expect(order).toEqual({
      id: 'ord_abc123',
      state: { status: 'waiting', stale: null },
      permissions: { finish: null, cancel: null, cancelAvailableAt: null },
      resend: { allowed: null, availableAt: null },
      phoneNumber: '+628123456789',
      amount: null,
      productId: null,
      catalogProductId: null,
      createdAt: null,
      expiresAt: START + 300_000,
    });
  });

  test('without an id is the one that was asked for', async () => {
    const { provider } = await openProvider('guide', {
      'GET /v1/orders/17': ok({ status: 'WAITING', otp_code: null }),
    });
    expect(await provider.order('17', LIMITS)).toMatchObject({ id: '17', phoneNumber: null });
  });
});

describe('an order in the dialect openapi', () => {
  test('is read with all that it tells', async () => {
    const [order] = await readings('openapi', {});
    expect(order).toEqual({
      id: '91001',
      state: { status: 'waiting', stale: null },
      permissions: { finish: false, cancel: false, cancelAvailableAt: START + 120_000 },
      resend: { allowed: false, availableAt: null },
      phoneNumber: '+628123456789',
      amount: 4500,
      productId: '42',
      catalogProductId: '7',
      createdAt: START,
      expiresAt: START + 1_200_000,
    });
  });

  test('keeps code, text and revision of its SMS', async () => {
    const sms = { otp_code: '042917', otp_message: 'Your code is 042917', sms_revision: 2 };
    const [order] = await readings('openapi', { status: 'OTP_RECEIVED', ...sms });
    expect(order?.state).toEqual({
      status: 'otp-received',
      sms: { code: '042917', message: 'Your code is 042917', revision: 2 },
    });
  });
});

describe('the open orders of the token', () => {
  test('are read by one request in openapi', async () => {
    const { status, id, otp_code, sms_revision } = SUMMARY;
    const entries = [
      { id, status, otp_code, sms_revision },
      { id: 91002, status: 'OTP_RECEIVED', otp_code: '11' },
    ];
    const { provider, asked } = await openProvider('openapi', {
      'GET /v1/orders/active': ok(entries),
    });
    expect((await provider.openOrders?.(LIMITS))?.orders.map((order) => order.id)).toEqual([
      '91001',
      '91002',
    ]);
    expect(asked).toHaveLength(1);
  });

  test('are asked for again after an outage', async () => {
    const { provider } = await openProvider('openapi', {
      'GET /v1/orders/active': [html(502), ok([])],
    });
    expect(await provider.openOrders?.(LIMITS)).toEqual({ orders: [], unreadable: 0 });
  });

  test('cannot be listed in guide', async () => {
    expect((await openProvider('guide', {})).provider.openOrders).toBeNull();
  });
});

describe('the newest orders of the token', () => {
  const LIST = 'GET /v1/orders';

  test('come by pages, and the next begins where this one ended, however short it is', async () => {
    const routes = { [LIST]: ok([SUMMARY, SUMMARY]) };
    const { provider, asked } = await openProvider('openapi', routes);
    expect(await provider.newestOrders?.(200, LIMITS)).toMatchObject({
      orders: [{ id: '91001' }, { id: '91001' }],
      unreadable: 0,
      next: 202,
    });
    expect(asked).toMatchObject([{ line: `${LIST}?limit=100&offset=200` }]);
  });

  test('end with an empty page', async () => {
    const { provider } = await openProvider('openapi', { [LIST]: ok([]) });
    const end = { orders: [], unreadable: 0, next: null };
    expect(await provider.newestOrders?.(7, LIMITS)).toEqual(end);
  });

  test('count what cannot be read: it may be any order', async () => {
    const entries = [SUMMARY, { ...SUMMARY, status: 'A_NEW_ONE' }, 7];
    const { provider } = await openProvider('openapi', { [LIST]: ok(entries) });
    const page = await provider.newestOrders?.(0, LIMITS);
    expect([page?.orders.length, page?.unreadable, page?.next]).toEqual([1, 2, 3]);
  });

  test('can be listed by hand too, with the token from its variable', async () => {
    const { provider } = await openProvider('openapi', {});
    expect(provider.listCommand()).toMatch(
      /^curl -X GET -H "Authorization: Bearer \$SMSCODE_TOKEN" 'http\S+\/orders\?limit=20'$/,
    );
  });

  test('cannot be listed in guide', async () => {
    const { provider } = await openProvider('guide', {});
    expect([provider.newestOrders, provider.listCommand()]).toEqual([null, null]);
  });
});

describe.each(['guide', 'openapi'] as const)('reading in the dialect %s', (dialect) => {
  test('an order of somebody else ends as not-found', async () => {
    const code = dialect === 'guide' ? 'ORDER_NOT_FOUND' : 'NOT_FOUND';
    const { provider } = await openProvider(dialect, { 'GET /v1/orders/17': refusal(404, code) });
    await expect(provider.order('17', LIMITS)).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('the balance gives whole IDR', async () => {
    const routes = { 'GET /v1/balance': ok({ currency: 'IDR', balance: 150_000 }) };
    expect(await (await openProvider(dialect, routes)).provider.balance(LIMITS)).toBe(150_000);
  });

  test('is tried again after an outage', async () => {
    const { provider } = await openProvider(dialect, {
      'GET /v1/orders/17': [html(502), ok(BASIS[dialect])],
      'GET /v1/balance': [html(502), ok({ balance: 1 })],
    });
    await provider.order('17', LIMITS);
    expect(await provider.balance(LIMITS)).toBe(1);
  });

  test('counts how often it was told "too many requests"', async () => {
    const replies = [refusal(429, 'RATE_LIMIT_EXCEEDED'), ok({ balance: 1 })];
    const { provider } = await openProvider(dialect, { 'GET /v1/balance': replies });
    await provider.balance(LIMITS);
    expect(provider.rateLimitedAnswers()).toBe(1);
  });
});
