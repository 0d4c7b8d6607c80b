import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/domain/order.ts';
import { orderShape, readStatus } from '../../src/smscode/wire-order.ts';
import { START } from '../support/fake-clock.ts';
import { CREATED, SUMMARY } from './fixtures.ts';

const read = (data: Record<string, unknown>): Order => orderShape().parse({ ...SUMMARY, ...data });

describe('a status is understood', () => {
  test.each([
    ['WAITING', 'waiting'],
    ['ACTIVE', 'waiting'],
    ['active', 'waiting'],
    ['OTP_RECEIVED', 'otp-received'],
    ['otp_received', 'otp-received'],
    ['otp-received', 'otp-received'],
    ['Completed', 'completed'],
    ['CANCELLED', 'cancelled'],
    ['CANCELED', 'cancelled'],
    ['canceled', 'cancelled'],
    ['EXPIRED', 'expired'],
    [' expired ', 'expired'],
  ])('"%s" is %s', (word, status) => {
    expect([readStatus(word), read({ status: word }).state.status]).toEqual([status, status]);
  });

  test('only if it is documented', () => {
    expect(readStatus('LOST')).toBeNull();
    expect(orderShape().safeParse({ ...SUMMARY, status: 'LOST' }).success).toBe(false);
  });
});

describe('an id is taken', () => {
  test.each([
    ['id', 91001, '91001'],
    ['id', '91001', '91001'],
    ['order_id', 'ord_abc123', 'ord_abc123'],
    ['order_id', 17, '17'],
  ])('as "%s": %s', (key, value, id) => {
    expect(orderShape().parse({ status: 'ACTIVE', [key]: value }).id).toBe(id);
  });

  test('from what was asked for where the answer has none', () => {
    expect(orderShape('17').parse({ status: 'ACTIVE' }).id).toBe('17');
  });

  test('from the answer before what was asked for', () => {
    expect(orderShape('17').parse({ status: 'ACTIVE', id: 18 }).id).toBe('18');
  });

  test('from nowhere else: an order without an id is no order', () => {
    expect(orderShape().safeParse({ status: 'ACTIVE' }).success).toBe(false);
    expect(orderShape().safeParse({ status: 'ACTIVE', id: '' }).success).toBe(false);
  });
});

describe('a phone number becomes E.164', () => {
  test.each([
    ['+628123456789', '+628123456789'],
    ['628123456789', '+628123456789'],
    [628123456789, '+628123456789'],
    ['+62 812-345-6789', '+628123456789'],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%s', (phone_number, expected) => {
    expect(read({ phone_number }).phoneNumber).toBe(expected);
  });
});

describe('a code is a text', () => {
  const codeOf = (otp_code: unknown): unknown => {
    const { state } = read({ status: 'OTP_RECEIVED', otp_code });
    return state.status === 'otp-received' ? state.sms.code : undefined;
  };

  test.each([
    ['042917', '042917'],
    [' 042917 ', '042917'],
    [847291, '847291'],
    ['G-4711', 'G-4711'],
    ['', null],
    [null, null],
  ])('%s', (otp_code, code) => {
    expect(codeOf(otp_code)).toBe(code);
  });
});

describe('an SMS is seen', () => {
  const stale = (data: Record<string, unknown>): boolean => {
    const { state } = read(data);
    return state.status === 'waiting' && state.stale !== null;
  };

  test.each([
    ['a code', { otp_code: '1' }],
    ['a text', { otp_message: 'Hi' }],
    ['a revision', { sms_revision: 1 }],
  ])('by %s alone', (_, data) => {
    expect(stale(data)).toBe(true);
  });

  test.each([
    ['no revision', { sms_revision: null }],
    ['revision 0', { sms_revision: 0 }],
    ['an empty text', { otp_message: '' }],
  ])('not by %s', (_, data) => {
    expect(stale(data)).toBe(false);
  });

  test('where only the status tells of it', () => {
    expect(read({ status: 'OTP_RECEIVED', sms_revision: undefined }).state).toEqual({
      status: 'otp-received',
      sms: { code: null, message: null, revision: null },
    });
  });
});

describe('an order is read', () => {
  test('with keys that nobody documents', () => {
    expect(read({ can_refund: true, tags: ['x'], status_text: 'ok' }).id).toBe('91001');
  });

  test('without the keys that a create may lack', () => {
    expect(orderShape().parse(CREATED)).toMatchObject({
      phoneNumber: null,
      expiresAt: null,
      createdAt: null,
    });
  });

  test.each([
    ['2026-03-16T14:05:00Z', START + 300_000],
    ['2026-03-16T21:05:00+07:00', START + 300_000],
    [(START + 300_000) / 1000, START + 300_000],
    [START + 300_000, START + 300_000],
    ['soon', null],
    [null, null],
  ])('with its expiry as %s', (expires_at, time) => {
    expect(read({ expires_at }).expiresAt).toBe(time);
  });

  test.each([
    [4500, 4500],
    ['4500', 4500],
    ['4500.00', 4500],
    [null, null],
  ])('with its amount as %s', (amount, idr) => {
    expect(read({ amount }).amount).toBe(idr);
  });
});
