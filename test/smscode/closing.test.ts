import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { ClosingReply } from '../../src/domain/provider.ts';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { LIMITS, TOKEN } from '../support/callers.ts';
import { START } from '../support/fake-clock.ts';
import { openProvider, type Opened } from '../support/nocked-api.ts';

const CANCEL = { guide: 'POST /v1/orders/17/cancel', openapi: 'POST /v1/orders/cancel' };
type Dialect = keyof typeof CANCEL;
const DIALECTS: Dialect[] = ['guide', 'openapi'];

async function cancel(
  dialect: Dialect,
  ...replies: ReturnType<typeof ok>[]
): Promise<Opened & { reply: ClosingReply }> {
  const opened = await openProvider(dialect, { [CANCEL[dialect]]: replies });
  return { ...opened, reply: await opened.provider.cancel('17', LIMITS) };
}

describe.each(DIALECTS)('cancelling in the dialect %s', (dialect) => {
  test('is done where the provider says so, and tells the refund', async () => {
    const data = { order_id: 17, status: 'CANCELED', refund_amount: 4500, new_balance: 150_000 };
    expect((await cancel(dialect, ok(data))).reply).toEqual({
      outcome: 'done',
      refund: 4500,
      confirmed: true,
    });
  });

  test.each([
    ['no data', answer(200, { success: true })],
    ['a status of its own', ok({ status: 'refunding' })],
    ['data of another shape', ok('cancelled')],
  ])('is done, and to be confirmed by a reading, with %s', async (_, reply) => {
    const done = { outcome: 'done', refund: null, confirmed: false };
    expect((await cancel(dialect, reply)).reply).toEqual(done);
  });

  test('is done without a refund in the answer', async () => {
    const { reply } = await cancel(dialect, ok({ order_id: 17, status: 'cancelled' }));
    expect(reply).toEqual({ outcome: 'done', refund: null, confirmed: true });
  });

  test.each(['ACTIVE', 'waiting', 'OTP_RECEIVED'])(
    'is not done where the provider says success and the order is open: %s',
    async (status) => {
      const { reply } = await cancel(dialect, ok({ order_id: 17, status }));
      expect(reply).toMatchObject({ outcome: 'refused', failure: { kind: 'protocol' } });
    },
  );

  test.each([
    ['CANCEL_TOO_EARLY', 409, 'protocol', 'too-early'],
    ['cancel_too_early', 422, 'protocol', 'too-early'],
    ['CONFLICT', 409, 'protocol', 'conflict'],
    ['PROVIDER_ERROR', 422, 'provider-outage', 'supplier'],
    ['PROVIDER_ERROR', 502, 'provider-outage', 'supplier'],
    ['ORDER_NOT_FOUND', 404, 'not-found', 'unknown-order'],
    ['INTERNAL_ERROR', 500, 'provider-outage', 'unclear'],
    ['SOMETHING_NEW', 409, 'protocol', 'unclear'],
    ['FORBIDDEN', 403, 'forbidden', 'final'],
  ])('is refused once, with its reason: %s under %s', async (code, status, kind, why) => {
    const { reply, asked } = await cancel(dialect, refusal(status, code));
    expect(reply).toMatchObject({ outcome: 'refused', failure: { kind }, why, retryAt: null });
    expect(asked).toHaveLength(1);
  });

  test('passes on when the provider wants to be asked again', async () => {
    const early = refusal(409, 'CANCEL_TOO_EARLY', { headers: { 'retry-after': '100' } });
    expect((await cancel(dialect, early)).reply).toMatchObject({ retryAt: START + 100_000 });
  });

  test('is repeated after a 429', async () => {
    const { reply, clock } = await cancel(
      dialect,
      refusal(429, 'RATE_LIMIT_EXCEEDED', { headers: { 'retry-after': '3' } }),
      ok({ status: 'CANCELLED' }),
    );
    expect([reply.outcome, clock.naps]).toEqual(['done', [3_000]]);
  });

  test('without a believable answer is not believed to be done', async () => {
    expect((await cancel(dialect, html(502))).reply).toMatchObject({
      outcome: 'refused',
      failure: { kind: 'provider-outage' },
      retryAt: null,
    });
  });
});

describe('the requests', () => {
  test('of openapi name the order as the number that it is', async () => {
    const { asked } = await cancel('openapi', ok({}));
    expect(asked).toMatchObject([{ line: CANCEL.openapi, body: '{"id":17}' }]);
  });

  test('of guide name the order in the path, and have no body', async () => {
    const { asked } = await cancel('guide', ok({}));
    expect(asked).toMatchObject([{ line: CANCEL.guide, body: '' }]);
    expect(asked[0]?.headers).not.toHaveProperty('content-type');
  });

  test('of guide keep an odd id inside its part of the path', async () => {
    const routes = { 'POST /v1/orders/..%2F..%2Fme%3F/cancel': ok({}) };
    const { provider } = await openProvider('guide', routes);
    expect(await provider.cancel('../../me?', LIMITS)).toMatchObject({ outcome: 'done' });
  });
});

describe('finishing', () => {
  test('is a call of openapi alone', async () => {
    expect((await openProvider('guide', {})).provider.finish).toBeNull();
  });

  test('names the order, and is done where the provider says so', async () => {
    const routes = { 'POST /v1/orders/finish': ok({ order_id: 17, status: 'COMPLETED' }) };
    const { provider, asked } = await openProvider('openapi', routes);
    expect(await provider.finish?.('17', LIMITS)).toMatchObject({
      outcome: 'done',
      confirmed: true,
    });
    expect(asked).toMatchObject([{ body: '{"id":17}' }]);
  });

  test('that the state does not allow is refused', async () => {
    const routes = { 'POST /v1/orders/finish': refusal(409, 'CONFLICT') };
    const { provider } = await openProvider('openapi', routes);
    expect(await provider.finish?.('17', LIMITS)).toMatchObject({ outcome: 'refused' });
  });
});

describe('the line that gives an order back by hand', () => {
  const line = async (dialect: Dialect, id: string, how: 'cancel' | 'finish' = 'cancel') =>
    (await openProvider(dialect, {})).provider.releaseCommand(id, how);
  const CURL = 'curl -X POST -H "Authorization: Bearer $SMSCODE_TOKEN"';

  test('is a POST to the path of the guide', async () => {
    expect(await line('guide', 'ord_abc123')).toBe(
      `${CURL} 'https://api.smscode.test/v1/orders/ord_abc123/cancel'`,
    );
  });

  test.each(['cancel', 'finish'] as const)(
    'is a POST of openapi with its body: %s',
    async (how) => {
      expect(await line('openapi', '17', how)).toBe(
        `${CURL} -H 'Content-Type: application/json' -d '{"id":17}' 'https://api.smscode.test/v1/orders/${how}'`,
      );
    },
  );

  test.each(DIALECTS)('takes the token from its variable: %s', async (dialect) => {
    expect(await line(dialect, '17')).not.toContain(TOKEN);
  });

  test.each(DIALECTS)(
    'stays one line for the shell with a quote in the id: %s',
    async (dialect) => {
      const script = `curl() { printf '%s\\n' "$#"; }; ${await line(dialect, "17'; echo '$(id)")}`;
      const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
      expect(words).toBe(dialect === 'guide' ? '5\n' : '9\n');
    },
  );
});
