import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/domain/order.ts';
import type { ResendReply } from '../../src/domain/provider.ts';
import { waitForCodes } from '../../src/modes/wait.ts';
import { START } from '../support/fake-clock.ts';
import { world, type World } from '../support/fake-ports.ts';
import { failure } from '../support/fake-provider.ts';
import { lease, order, sms, withCode } from '../support/samples.ts';
import { WAIT } from '../support/wishes.ts';

const SENT: ResendReply = { outcome: 'sent' };
const REFUSED: ResendReply = { outcome: 'refused', failure: failure('protocol', 'Too early.') };
const ALLOWED = { resend: { allowed: true, availableAt: null } };

/** Waits 60 s for an order that is as `read` says, asking for a resend after 20 s. */
async function waited(
  read: (elapsed: number) => Partial<Order>,
  resend: ResendReply[] = [SENT],
): Promise<{ it: World; resentAt: number[]; code: string | undefined }> {
  const resentAt: number[] = [];
  const it: World = world('openapi', {
    order: { 7: [() => order('7', read(it.clock.elapsed()))] },
    resend: resend.map((reply) => () => {
      resentAt.push(it.clock.elapsed());
      // The script throws what is a failure; a refusal is an answer.
      return reply as never;
    }),
  });
  const wish = { ...WAIT, timeoutMs: 60_000, resendAfterMs: 20_000 };
  const [end] = await waitForCodes([lease('7')], wish, it);
  return { it, resentAt, code: end?.code ?? undefined };
}

test('the provider is asked once to send again when the time for it is over', async () => {
  const { it, resentAt } = await waited(() => ALLOWED);
  expect(resentAt).toEqual([20_000]);
  expect(it.reporter.infos).toContain('Order 7: asked the provider to send again.');
});

test('not where the code has come by then', async () => {
  const { resentAt, code } = await waited((elapsed) =>
    elapsed < 10_000 ? ALLOWED : { ...withCode('7', '1234'), ...ALLOWED },
  );
  expect([resentAt, code]).toEqual([[], '1234']);
});

test('not where nobody wished it', async () => {
  const it = world('openapi', { order: { 7: [order('7', ALLOWED)] } });
  await waitForCodes([lease('7')], WAIT, it);
  expect(it.calls().filter((call) => call.startsWith('resend'))).toEqual([]);
});

describe('only where the provider allows it', () => {
  test.each([
    ['it says no', { allowed: false, availableAt: null }],
    ['it says nothing', { allowed: null, availableAt: null }],
  ])('not where %s', async (_, resend) => {
    expect((await waited(() => ({ resend }))).resentAt).toEqual([]);
  });

  test('not before its own time, which is read for at once', async () => {
    const availableAt = START + 33_500;
    const { resentAt } = await waited((elapsed) => ({
      resend: { allowed: elapsed >= 33_500, availableAt },
    }));
    expect(resentAt).toEqual([33_500]);
  });

  test('as soon as it allows it later', async () => {
    const { resentAt } = await waited((elapsed) => ({
      resend: { allowed: elapsed >= 42_000, availableAt: null },
    }));
    expect(resentAt).toEqual([45_000]);
  });
});

describe('a request to send again', () => {
  test('that is refused is made twice more, and ends nothing', async () => {
    const { resentAt, it } = await waited(() => ALLOWED, [REFUSED]);
    expect(resentAt).toEqual([20_000, 25_000, 30_000]);
    expect(it.reporter.infos).toContain('Order 7: the provider does not send again: Too early.');
  });

  test('without a believable answer is not repeated', async () => {
    const unclear: ResendReply = { outcome: 'unclear', failure: failure('network') };
    expect((await waited(() => ALLOWED, [unclear])).resentAt).toEqual([20_000]);
  });

  test('makes the SMS that was there before it stale', async () => {
    const old = { state: { status: 'waiting', stale: sms('111111') }, ...ALLOWED } as const;
    const again = { state: { status: 'otp-received', sms: sms('111111') } } as const;
    const fresh = {
      state: { status: 'otp-received', sms: sms('222222', { revision: 2 }) },
    } as const;
    const { code } = await waited((elapsed) =>
      elapsed <= 20_000 ? old : elapsed < 40_000 ? again : fresh,
    );
    expect(code).toBe('222222');
  });
});
