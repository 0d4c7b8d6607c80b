import { describe, expect, test } from 'vitest';
import {
  createdOrdersShape,
  createdShape,
  orderListShape,
  orderShape,
} from '../../src/smscode/wire-order.ts';
import { CREATED, GUIDE_ORDER, SUMMARY } from './fixtures.ts';

const UNKNOWN = { ...CREATED, id: 2, status: 'REFUND_PENDING' };
const NAMELESS = { ...CREATED, id: undefined };

const ids = (orders: readonly { id: string }[]): string[] => orders.map(({ id }) => id);

describe('an order that was just created is owed, whatever else it says', () => {
  test.each([
    ['a status that nobody documents', { ...GUIDE_ORDER, status: 'PROVISIONING' }],
    ['no status', { order_id: 'ord_abc123' }],
    ['a status of another type', { ...GUIDE_ORDER, status: 1 }],
    ['an expiry of another type', { ...GUIDE_ORDER, expires_at: {} }],
    ['a phone number of another type', { ...GUIDE_ORDER, phone_number: ['+62'] }],
  ])('%s', (_, data) => {
    expect(createdShape.parse(data)).toMatchObject({
      id: 'ord_abc123',
      state: { status: 'waiting' },
    });
  });

  test('but without an id it is no order', () => {
    expect(createdShape.safeParse({ ...GUIDE_ORDER, order_id: null }).success).toBe(false);
  });
});

describe('the orders of a create', () => {
  const read = (...orders: unknown[]) => createdOrdersShape.safeParse({ orders, failed_count: 0 });

  test('are all that have an id', () => {
    expect(ids(read(CREATED, UNKNOWN, NAMELESS).data ?? [])).toEqual(['91001', '2']);
  });

  test('may be none', () => {
    expect(read().data).toEqual([]);
  });

  test('are not to be believed where none of them has an id: money was spent', () => {
    expect(read(NAMELESS).success).toBe(false);
  });
});

describe('a list of orders', () => {
  test('is not lost by one whose status is of the future, which is counted', () => {
    const { orders, unreadable } = orderListShape.parse([SUMMARY, UNKNOWN]);
    expect({ ids: ids(orders), unreadable }).toEqual({ ids: ['91001'], unreadable: 1 });
  });

  test('is none where it is no list', () => {
    expect(orderListShape.safeParse({ orders: [] }).success).toBe(false);
  });
});

describe('an optional key of another type says nothing', () => {
  test.each([
    ['can_cancel', 'maybe'],
    ['cancel_available_at', true],
    ['amount', 'much'],
    ['sms_revision', 'first'],
    ['otp_message', 7],
    ['product_id', {}],
    ['created_at', 1e300],
  ])('%s: %s', (key, value) => {
    const without = orderShape().parse({ ...SUMMARY, [key]: null });
    expect(orderShape().parse({ ...SUMMARY, [key]: value })).toEqual(without);
  });

  test('but a revision as a text is the number that it is', () => {
    const { state } = orderShape().parse({ ...SUMMARY, sms_revision: '2' });
    expect(state).toMatchObject({ stale: { revision: 2 } });
  });
});
