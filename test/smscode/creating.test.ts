import { describe, expect, test } from 'vitest';
import type { PurchaseReply } from '../../src/domain/provider.ts';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { LIMITS, TOKEN } from '../support/callers.ts';
import { openProvider, type Opened } from '../support/nocked-api.ts';
import { CREATED, GUIDE_ORDER } from './fixtures.ts';

const CREATE = { guide: 'POST /v1/orders', openapi: 'POST /v1/orders/create' };
const BOUGHT = {
  guide: ok(GUIDE_ORDER),
  openapi: ok({ orders: [CREATED], failed_count: 0 }),
};
type Dialect = keyof typeof CREATE;
const DIALECTS: Dialect[] = ['guide', 'openapi'];

async function buy(
  dialect: Dialect,
  ...replies: ReturnType<typeof ok>[]
): Promise<Opened & { reply: PurchaseReply }> {
  const opened = await openProvider(dialect, { [CREATE[dialect]]: replies });
  const request = opened.provider.purchaseRequest({ productId: '42' }, 'a1b2c3');
  return { ...opened, reply: await opened.provider.purchase(request, LIMITS) };
}

/** Outcome and kind of failure, in one word for the table. */
function outcome({ reply }: { reply: PurchaseReply }): string {
  return 'failure' in reply ? `${reply.outcome} ${reply.failure.kind}` : reply.outcome;
}

describe.each(DIALECTS)('a create in the dialect %s', (dialect) => {
  test('sends the token, the key, and the product as the number that it is', async () => {
    const { asked } = await buy(dialect, BOUGHT[dialect]);
    expect(asked).toMatchObject([
      {
        line: CREATE[dialect],
        body: '{"product_id":42}',
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'idempotency-key': 'a1b2c3',
          'content-type': 'application/json',
          accept: 'application/json',
        },
      },
    ]);
  });

  test('that is answered by an order has bought', async () => {
    expect(outcome(await buy(dialect, BOUGHT[dialect]))).toBe('bought');
  });

  test.each([
    ['429', refusal(429, 'RATE_LIMIT_EXCEEDED', { headers: { 'retry-after': '2' } })],
    ['503', refusal(503, 'SERVICE_UNAVAILABLE')],
  ])('is repeated with the same key and body after a %s in the envelope', async (_, busy) => {
    const { reply, asked } = await buy(dialect, busy, busy, BOUGHT[dialect]);
    expect(reply.outcome).toBe('bought');
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map((request) => JSON.stringify(request))).size).toBe(1);
  });

  test.each([
    ['INSUFFICIENT_BALANCE', 409, 'refused low-balance'],
    ['INSUFFICIENT_BALANCE', 402, 'refused low-balance'],
    ['PRODUCT_UNAVAILABLE', 409, 'sold-out'],
    ['product_unavailable', 404, 'sold-out'],
    ['NO_OFFER_AVAILABLE', 422, 'sold-out'],
    ['NO_OFFER_AVAILABLE', 409, 'sold-out'],
    ['PROVIDER_ERROR', 422, 'sold-out'],
    ['VALIDATION_ERROR', 422, 'refused invalid-input'],
    ['IDEMPOTENCY_KEY_REUSED', 409, 'lost protocol'],
    ['UNAUTHORIZED', 401, 'refused unauthorized'],
    ['TEMP_BANNED_ABUSE_GUARD', 403, 'refused banned'],
  ])('%s under %s is "%s", after one request', async (code, status, expected) => {
    const bought = await buy(dialect, refusal(status, code));
    expect([outcome(bought), bought.asked.length]).toEqual([expected, 1]);
  });

  test('without an answer in the envelope is lost, and not repeated', async () => {
    const bought = await buy(dialect, html(502), BOUGHT[dialect]);
    expect([outcome(bought), bought.asked.length]).toEqual(['lost provider-outage', 1]);
  });

  test.each([
    ['half a JSON', answer(200, '', { body: '{"success":true,"data":{"order_id":"ord' })],
    ['a success of another shape', ok({ message: 'created' })],
    ['a success without data', answer(200, { success: true })],
    ['a success under an error status', { ...ok(GUIDE_ORDER), status: 500 }],
  ])('that says success, unreadably, is lost: money may be spent: %s', async (_, reply) => {
    expect((await buy(dialect, reply)).reply).toMatchObject({ outcome: 'lost', how: 'unclear' });
  });

  test('that says it is still settling is lost in the end, not refused', async () => {
    const settling = refusal(409, 'REQUEST_IN_PROGRESS');
    expect(outcome(await buy(dialect, settling))).toBe('lost protocol');
  });

  test('by another kind of id sends it as it is', async () => {
    const { provider } = await openProvider(dialect, {});
    expect(provider.purchaseRequest({ productId: 'prod_007' }, 'k').body).toBe(
      '{"product_id":"prod_007"}',
    );
  });
});

describe('a create that the server fails at, in the envelope,', () => {
  test.each([
    ['INTERNAL_ERROR', 500],
    ['UPSTREAM', 502],
  ])('is lost on a guide server, which has no key: %s', async (code, status) => {
    const bought = await buy('guide', refusal(status, code));
    expect([outcome(bought), bought.asked.length]).toEqual(['lost provider-outage', 1]);
  });

  test('is refused on a guide server that says "not now" to the end', async () => {
    const bought = await buy('guide', refusal(503, 'SERVICE_UNAVAILABLE'));
    expect([outcome(bought), bought.asked.length]).toEqual(['refused provider-outage', 4]);
  });

  test('is repeated with its key on an openapi server, and refused in the end', async () => {
    const bought = await buy('openapi', refusal(500, 'INTERNAL_ERROR'));
    expect([outcome(bought), bought.asked.length]).toEqual(['refused provider-outage', 4]);
  });
});

describe('an openapi create', () => {
  test('that made no order has found nothing left', async () => {
    expect(outcome(await buy('openapi', ok({ orders: [], failed_count: 1 })))).toBe('sold-out');
  });

  test('names every order that was made', async () => {
    const orders = [CREATED, { ...CREATED, id: '91002', phone_number: '628111' }];
    const { reply } = await buy('openapi', ok({ orders, failed_count: 0 }));
    expect(reply).toMatchObject({
      orders: [
        { id: '91001', phoneNumber: null, amount: 4500, state: { status: 'waiting' } },
        { id: '91002', phoneNumber: '+628111' },
      ],
    });
  });
});
