import { describe, expect, test } from 'vitest';
import { explainNoCode } from '../../src/modes/no-code.ts';
import { closed, order, sms, withCode } from '../support/samples.ts';

const withText = (message: string | null): ReturnType<typeof order> =>
  order('7', { state: { status: 'otp-received', sms: sms(null, { message }) } });

test.each([
  ['otp-timeout', order('7')],
  ['sms-without-code', withCode('7', null)],
  ['expired', order('7', closed('expired'))],
  ['cancelled', order('7', closed('cancelled'))],
] as const)('%s is a kind of its own, and names the order', (as, read) => {
  const failure = explainNoCode(as, read, 120_000);
  expect([failure.kind, failure.context.orderId]).toEqual([as, '7']);
  expect(failure.message).toContain('rder 7');
});

test('a time-out of an order without a number does not name one', () => {
  const { message } = explainNoCode('otp-timeout', order('7', { phoneNumber: null }), 120_000);
  expect(message).toContain('sent one to the number;');
});

test('an order that was cancelled says who may have done it', () => {
  const { message } = explainNoCode('cancelled', order('7', closed('cancelled')), 0);
  expect(message).toMatch(/cancelled before a code came.*the provider did/);
});

test('an order that expired says that it was refunded', () => {
  const { message } = explainNoCode('expired', order('7', closed('expired')), 0);
  expect(message).toContain('refunded');
});

describe('an SMS without a code', () => {
  test('shows its shape, and nothing that it says', () => {
    const { message } = explainNoCode('sms-without-code', withText('Anna, dein Pin: 4711!'), 0);
    expect(message).toContain('"xxxx, xxxx xxx: 0000!"');
    expect(message).not.toMatch(/Anna|4711/);
  });

  test('of a completed order shows its shape as well', () => {
    const completed = order('7', {
      state: { status: 'completed', sms: sms(null, { message: 'Hi 1' }) },
    });
    const { message } = explainNoCode('sms-without-code', completed, 0);
    expect(message).toMatch(/^An SMS came to order 7, .*"xx 0"/);
  });

  test('without a text says so', () => {
    const { message } = explainNoCode('sms-without-code', withText(null), 0);
    expect(message).toContain('no code and no text');
  });

  test.each([
    ['letters and digits of any script', 'Код: ١٢٣ 验证', 'xxx: 000 xx'],
    ['a long text', 'a'.repeat(500), 'x'.repeat(160)],
  ])('masks and shortens %s', (_, text, shape) => {
    const { message } = explainNoCode('sms-without-code', withText(text), 0);
    expect(message).toContain(`"${shape}"`);
  });
});
