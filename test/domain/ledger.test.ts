import { describe, expect, test } from 'vitest';
import { readRecordName, recordName, type LedgerEvent } from '../../src/domain/ledger.ts';
import { intent, lease } from '../support/samples.ts';

/** Sixteen hexadecimal signs that show what was hashed by its length. */
const mark = (text: string): string => text.length.toString(16).padStart(16, '0');

describe('the name of a record', () => {
  test.each<[string, LedgerEvent, string]>([
    ['an intent', { type: 'intent', intent: intent('key') }, 'intent-2-0000000000000003'],
    [
      'an order',
      { type: 'rented', key: 'key', lease: lease('order') },
      'rented-2-0000000000000005',
    ],
    [
      'an order that is closed',
      { type: 'closed', orderId: 'order', how: 'cancelled', at: 0 },
      'closed-2-0000000000000005',
    ],
    [
      'a purchase that was refused',
      { type: 'refused', key: 'key', why: 'no-stock' },
      'closed-2-0000000000000003',
    ],
  ])('tells of %s by its kind, attempt and mark, and can be read again', (_, event, name) => {
    expect(recordName(event, 2, mark)).toBe(`virtual-number-${name}`);
    const [kind, attempt, ofWhat] = name.split('-');
    expect(readRecordName(`virtual-number-${name}`)).toEqual({
      kind,
      attempt: Number(attempt),
      mark: ofWhat,
    });
  });

  test.each([
    'coverage',
    'virtual-number-rented-1',
    'virtual-number-bought-1-0123456789abcdef',
    'virtual-number-rented-1-0123456789ABCDEF',
    'virtual-number-rented-1-0123456789abcdef0',
    'virtual-number-rented-x-0123456789abcdef',
    ' virtual-number-rented-1-0123456789abcdef',
    'virtual-number-rented-1-0123456789abcdef\n',
  ])('is not %j', (name) => {
    expect(readRecordName(name)).toBeNull();
  });
});
