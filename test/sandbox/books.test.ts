import { describe, expect, test } from 'vitest';
import { books } from '../../src/sandbox/core/books.ts';
import { openLedger, post, type Ledger } from '../../src/sandbox/core/ledger.ts';
import type { Order } from '../../src/sandbox/core/order.ts';

const ORDER: Order = {
  id: 1,
  ref: 'ord_abc123',
  productId: 42,
  catalogProductId: 5001,
  operator: { id: 801, name: 'Telkomsel' },
  country: 'indonesia',
  platform: 'whatsapp',
  amount: 4500,
  phoneNumber: '+6281234567890',
  phoneKnownAt: 0,
  createdAt: 0,
  expiresAt: 1000,
  sms: [],
  resends: [],
  closing: undefined,
};
const WITH_SMS: Order = { ...ORDER, sms: [{ at: 5, text: 'Code 1234', code: '1234' }] };

function ledger(...moves: readonly ['charge' | 'refund', number][]): Ledger {
  const opened = openLedger(10_000);
  for (const [kind, amount] of moves) post(opened, { kind, at: 0, amount, orderId: 1 });
  return opened;
}

function problems(written: Ledger, orders: readonly Order[], now: number): readonly string[] {
  return books(written, orders, now).problems;
}

describe('the books', () => {
  test('balance while an order is open, and after it was refunded', () => {
    expect(problems(ledger(['charge', -4500]), [ORDER], 500)).toEqual([]);
    expect(problems(ledger(['charge', -4500], ['refund', 4500]), [ORDER], 1000)).toEqual([]);
  });

  test.each([
    ['an order that was never charged', ledger(), [ORDER], 500, /costs 4500 but was charged 0/],
    [
      'an order that was charged twice',
      ledger(['charge', -4500], ['charge', -4500]),
      [ORDER],
      500,
      /was charged 9000/,
    ],
    [
      'a refund that is missing',
      ledger(['charge', -4500]),
      [ORDER],
      1000,
      /is owed 4500 but was refunded 0/,
    ],
    [
      'a refund after an SMS',
      ledger(['charge', -4500], ['refund', 4500]),
      [WITH_SMS],
      1000,
      /is owed 0 but was refunded 4500/,
    ],
    ['money for an order that does not exist', ledger(['charge', -4500]), [], 0, /does not exist/],
  ])('name %s', (_what, written, orders, now, problem) => {
    expect(problems(written, orders, now)).toEqual([expect.stringMatching(problem)]);
  });

  test('name a balance that its entries do not explain', () => {
    const written = ledger(['charge', -4500]);
    written.balance += 1;
    expect(problems(written, [ORDER], 500)).toEqual(['The balance is 5501, the entries say 5500.']);
  });
});
