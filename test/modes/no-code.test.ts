import { describe, expect, test } from 'vitest';
import { explainNoCode } from '../../src/modes/no-code.ts';
import { closed, order, sms, withCode } from '../support/samples.ts';

const withText = (message: string | null): ReturnType<typeof order> =>
  order('7', { state: { status: 'otp-received', sms: sms(null, { message }) } });

const WAIT = { waitedMs: 120_000, after: null };
const withoutCode = { as: 'sms-without-code', why: 'nothing-like-a-code' } as const;

test.each([
  ['otp-timeout', { as: 'otp-timeout' }, order('7')],
  ['otp-timeout', { as: 'finished' }, order('7', { state: { status: 'completed', sms: null } })],
  ['sms-without-code', withoutCode, withCode('7', null)],
  ['wrong-domain', { as: 'wrong-domain', host: 'evil.test' }, withCode('7', '1')],
  ['expired', { as: 'expired' }, order('7', closed('expired'))],
  ['cancelled', { as: 'cancelled' }, order('7', closed('cancelled'))],
] as const)('%s is the kind of %o, which names the order', (kind, because, read) => {
  const failure = explainNoCode(because, read, WAIT);
  expect([failure.kind, failure.context.orderId]).toEqual([kind, '7']);
  expect(failure.message).toContain('rder 7');
});

test('a time-out for a second code names the revision, and how to ask for another SMS', () => {
  const { message } = explainNoCode({ as: 'otp-timeout' }, order('7'), { ...WAIT, after: 1 });
  expect(message).toMatch(/later than revision 1 .*"resend-after"/);
});

describe('an SMS of another host', () => {
  const say = (host: string | null): string =>
    explainNoCode({ as: 'wrong-domain', host }, withCode('7', '1'), WAIT).message;

  test('names it', () => {
    expect(say('evil.test')).toContain('names "evil.test"');
  });

  test('or says that there is no such line', () => {
    expect(say(null)).toContain('has no line "@host #code"');
  });

  test('is named with nothing that a host cannot hold', () => {
    expect(say('a\u001b[31m::error::'.repeat(20))).not.toMatch(/\u001b|\[/);
  });
});

test('a time-out of an order without a number does not name one', () => {
  const { message } = explainNoCode({ as: 'otp-timeout' }, order('7', { phoneNumber: null }), WAIT);
  expect(message).toContain('sent one to the number;');
});

test('an order that was cancelled says who may have done it', () => {
  const { message } = explainNoCode({ as: 'cancelled' }, order('7', closed('cancelled')), WAIT);
  expect(message).toMatch(/cancelled before a code came.*the provider did/);
});

test('an order that expired says that it was refunded', () => {
  const { message } = explainNoCode({ as: 'expired' }, order('7', closed('expired')), WAIT);
  expect(message).toContain('refunded');
});

describe('an SMS without a code', () => {
  test('shows its shape, and nothing that it says', () => {
    const { message } = explainNoCode(withoutCode, withText('Anna, dein Pin: 4711!'), WAIT);
    expect(message).toContain('"xxxx, xxxx xxx: 0000!"');
    expect(message).not.toMatch(/Anna|4711/);
  });

  test('of a completed order shows its shape as well', () => {
    const completed = order('7', {
      state: { status: 'completed', sms: sms(null, { message: 'Hi 1' }) },
    });
    const { message } = explainNoCode(withoutCode, completed, WAIT);
    expect(message).toMatch(/^An SMS came to order 7, .*"xx 0"/);
  });

  test.each([
    ['nothing-like-a-code', /set "otp-pattern"/],
    ['pattern', /"otp-pattern" does not match it/],
    ['pattern-gave-up', /took too long.*without nested repetitions/],
  ] as const)('%s has its own words', (why, words) => {
    const { message } = explainNoCode({ as: 'sms-without-code', why }, withText('Hi'), WAIT);
    expect(message).toMatch(words);
  });

  test('without a text says so', () => {
    const { message } = explainNoCode(withoutCode, withText(null), WAIT);
    expect(message).toContain('no code and no text');
  });

  test.each([
    ['letters and digits of any script', 'Код: ١٢٣ 验证', 'xxx: 000 xx'],
    ['a long text', 'a'.repeat(500), 'x'.repeat(160)],
  ])('masks and shortens %s', (_, text, shape) => {
    const { message } = explainNoCode(withoutCode, withText(text), WAIT);
    expect(message).toContain(`"${shape}"`);
  });
});
