import { describe, expect, test } from 'vitest';
import {
  completeLease,
  leaseOutputs,
  orderJson,
  waitOutputs,
} from '../../src/action/report/outputs.ts';
import { openPhoneBook } from '../../src/action/report/phone-number.ts';
import type { Waited } from '../../src/modes/wait.ts';
import { failure } from '../support/fake-provider.ts';
import { lease, sms, withCode } from '../support/samples.ts';

const phoneBook = await openPhoneBook();

describe('of what was rented', () => {
  test('the single values are of the first number', () => {
    const outputs = leaseOutputs([lease('7'), lease('8', { country: 'germany' })], phoneBook);
    expect(outputs).toMatchObject({
      'order-id': '7',
      'phone-number': '+628123456789',
      country: 'indonesia',
      'country-code': 'ID',
      'calling-code': '62',
      'national-number': '8123456789',
      price: '4500',
      currency: 'IDR',
      'expires-at': '2026-03-16T14:20:00Z',
      status: 'waiting',
    });
  });

  test('the orders are all of them, in the order of renting', () => {
    const { orders } = leaseOutputs([lease('7'), lease('8')], phoneBook);
    expect(JSON.parse(orders ?? '')).toEqual(['7', '8'].map((id) => orderJson(lease(id))));
  });

  test('what is not known is empty, never "null"', () => {
    const bare = lease('7', { price: null, expiresAt: null, country: '' });
    expect(leaseOutputs([bare], phoneBook)).toMatchObject({
      price: '',
      'expires-at': '',
      country: '',
    });
  });

  test('without an order there is an empty list alone', () => {
    expect(leaseOutputs([], phoneBook)).toEqual({ orders: '[]' });
  });
});

describe('an element of "orders"', () => {
  test('has the fields of the contract, and no code where none came', () => {
    expect(orderJson(lease('7'))).toEqual({
      order_id: '7',
      phone_number: '+628123456789',
      country: 'indonesia',
      platform: 'whatsapp',
      price: 4_500,
      currency: 'IDR',
      status: 'waiting',
      expires_at: '2026-03-16T14:20:00Z',
    });
  });

  test('has the code as a text with its leading zeros', () => {
    expect(orderJson(lease('7'), '042917')).toHaveProperty('otp_code', '042917');
  });

  test('has null where price and expiry are not known', () => {
    const bare = orderJson(lease('7', { price: null, expiresAt: null }));
    expect(bare).toMatchObject({ price: null, expires_at: null });
  });
});

describe('of a wait', () => {
  const received: Waited = {
    lease: lease('7', { status: 'otp-received' }),
    order: withCode('7', '042917'),
    sms: sms('042917', { message: 'Your code: 042917', revision: 2 }),
    code: '042917',
    failure: null,
  };
  const without: Waited = {
    lease: lease('8'),
    order: null,
    sms: null,
    code: null,
    failure: failure('otp-timeout'),
  };

  test('the code is a text with its leading zeros, beside message, revision and status', () => {
    expect(waitOutputs([received])).toMatchObject({
      'otp-code': '042917',
      'otp-message': 'Your code: 042917',
      revision: '2',
      status: 'otp-received',
    });
  });

  test('what did not come is empty', () => {
    expect(waitOutputs([without])).toMatchObject({
      'otp-code': '',
      'otp-message': '',
      revision: '',
      status: 'waiting',
    });
  });

  test('for nothing is an empty list alone', () => {
    expect(waitOutputs([])).toEqual({ orders: '[]' });
  });

  test('the orders hold the codes that came', () => {
    const { orders } = waitOutputs([received, without]);
    expect(JSON.parse(orders ?? '')).toEqual([
      orderJson(received.lease, '042917'),
      orderJson(without.lease),
    ]);
  });
});

describe('what the catalog did not tell', () => {
  const bare = lease('7', { country: '', countryCode: '' });

  test('is read from the number', () => {
    const { country, countryCode } = completeLease(bare, phoneBook, true);
    expect([country, countryCode]).toEqual(['indonesia', 'ID']);
  });

  test('leaves the country empty in a dialect that knows none', () => {
    expect(completeLease(bare, phoneBook, false).country).toBe('');
  });

  test('does not overrule what it did tell', () => {
    const told = lease('7', { country: 'jakarta', countryCode: 'XX' });
    expect(completeLease(told, phoneBook, true)).toEqual(told);
  });
});
