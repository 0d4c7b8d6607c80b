import { describe, expect, test } from 'vitest';
import type { ResendReply } from '../../src/domain/provider.ts';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { LIMITS } from '../support/callers.ts';
import { openProvider, type Opened } from '../support/nocked-api.ts';

async function resend(
  ...replies: ReturnType<typeof ok>[]
): Promise<Opened & { reply: ResendReply | undefined }> {
  const opened = await openProvider('openapi', { 'POST /v1/orders/resend': replies });
  return { ...opened, reply: await opened.provider.resend?.('17', LIMITS) };
}

describe('asking for the SMS again', () => {
  test('names the order by its number', async () => {
    const { asked } = await resend(ok({ order_id: 17, status: 'ACTIVE', resent: true }));
    expect(asked.map(({ body }) => body)).toEqual(['{"id":17}']);
  });

  test.each([
    ['says so', ok({ order_id: 17, status: 'ACTIVE', resent: true })],
    ['says success and no more', ok({})],
  ])('is done where the answer %s', async (_, reply) => {
    expect((await resend(reply)).reply).toEqual({ outcome: 'sent' });
  });

  test.each([
    ['says that nothing was sent', ok({ order_id: 17, resent: false })],
    ['has no data', answer(200, { success: true })],
    ['is a conflict', refusal(409, 'CONFLICT')],
    ['is an unknown order', refusal(404, 'NOT_FOUND')],
  ])('is refused where the answer %s', async (_, reply) => {
    expect((await resend(reply)).reply).toMatchObject({ outcome: 'refused' });
  });

  test('is unclear where the answer is no answer of the API, and is not repeated', async () => {
    const { reply, asked } = await resend(html(502), ok({ resent: true }));
    expect(reply).toMatchObject({ outcome: 'unclear' });
    expect(asked).toHaveLength(1);
  });

  test('does not exist in the dialect guide', async () => {
    const { provider } = await openProvider('guide', {});
    expect(provider.resend).toBeNull();
  });
});
