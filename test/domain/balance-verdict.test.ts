import { describe, expect, test } from 'vitest';
import {
  judgeBalance,
  movedSince,
  withSettled,
  type Booking,
} from '../../src/domain/balance-verdict.ts';
import { EXPIRY, lease, order, withCode } from '../support/samples.ts';
import { START } from '../support/fake-clock.ts';

const BEFORE = START - 1;
const NOW = START + 60_000;

/** An order of 4,500 IDR that was rented at `START`. */
function booking(closed: Booking['closed'], more: Partial<Booking['lease']> = {}): Booking {
  return { lease: lease('7', more), closed };
}

const moved = (...bookings: Booking[]): number | null => movedSince(BEFORE, bookings, NOW);

describe('what the job itself has moved on the account', () => {
  test('is nothing without orders', () => {
    expect(moved()).toBe(0);
  });

  test('is the price of an order that was bought since and is open', () => {
    expect(moved(booking(null))).toBe(-4_500);
  });

  test.each(['finished', 'paid'] as const)('is the price of one that was %s', (how) => {
    expect(moved(booking({ how, at: NOW }))).toBe(-4_500);
  });

  test.each(['cancelled', 'refunded'] as const)('is nothing for one that was %s', (how) => {
    expect(moved(booking({ how, at: NOW }))).toBe(0);
  });

  test('is the refund of one that was bought before and cancelled since', () => {
    const earlier = { rentedAt: BEFORE };
    expect(moved(booking({ how: 'cancelled', at: START }, earlier))).toBe(4_500);
    expect(moved(booking({ how: 'cancelled', at: BEFORE }, earlier))).toBe(4_500);
    expect(moved(booking({ how: 'cancelled', at: BEFORE - 1 }, earlier))).toBe(0);
  });

  test('is nothing for one that was bought before and is open or paid', () => {
    const earlier = { rentedAt: BEFORE };
    expect(moved(booking(null, earlier), booking({ how: 'paid', at: NOW }, earlier))).toBe(0);
  });

  test('adds up', () => {
    expect(moved(booking(null), booking(null, { price: 100 }))).toBe(-4_600);
  });
});

describe('it is not known', () => {
  test.each([
    ['whose price is not known', booking(null, { price: null })],
    ['that somebody else closed, paid or not', booking({ how: 'already-closed', at: NOW })],
    ['that may have been closed unseen', booking({ how: 'unknown', at: NOW })],
    ['that may have expired meanwhile', booking(null, { expiresAt: NOW })],
    ['whose expiry is not known', booking(null, { expiresAt: null })],
    ['of another job', booking(null, { rentedAt: null })],
  ])('with an order %s', (_, unsure) => {
    expect(moved(booking(null), unsure)).toBeNull();
  });

  test('only where it matters: a price that did not move is not missed', () => {
    expect(moved(booking(null, { price: null, rentedAt: BEFORE }))).toBe(0);
    expect(EXPIRY).toBeGreaterThan(NOW);
  });
});

describe('the bookings after a release', () => {
  const after = (entry: Parameters<typeof withSettled>[1][number]): Booking['closed'] =>
    withSettled([booking(null)], [entry], NOW)[0]?.closed ?? null;

  test.each(['cancelled', 'finished', 'paid'] as const)('tell what was %s', (how) => {
    expect(after({ lease: lease('7'), how, order: order('7') })).toEqual({ how, at: NOW });
  });

  test('tell by its SMS whether what somebody else closed was paid', () => {
    const how = 'already-closed';
    expect(after({ lease: lease('7'), how, order: order('7') })?.how).toBe('refunded');
    expect(after({ lease: lease('7'), how, order: withCode('7', '1') })?.how).toBe('paid');
  });

  test('do not know of what could not be given back: its last cancel may have been carried out', () => {
    expect(after({ lease: lease('7'), how: null })).toEqual({ how: 'unknown', at: NOW });
  });

  test('have an order that was found only now', () => {
    const found = { lease: lease('8'), how: 'cancelled', order: order('8') } as const;
    expect(withSettled([booking(null)], [found], NOW).map((one) => one.lease.orderId)).toEqual([
      '7',
      '8',
    ]);
  });
});

describe('the balance', () => {
  test('that stands says that nothing was bought, where no other job moves it', () => {
    expect(judgeBalance(100, 0, 100, true)).toEqual({ was: 'not-bought', after: 100 });
  });

  test('that stands says nothing beside other jobs, whose refund may hide a purchase', () => {
    expect(judgeBalance(100, 0, 100, false)).toEqual({ was: 'not-comparable' });
  });

  test.each([true, false])('that fell is said with both figures, alone %s', (alone) => {
    expect(judgeBalance(100, 0, 96, alone)).toEqual({ was: 'fallen', before: 100, after: 96 });
  });

  test('is compared with what our own orders moved', () => {
    expect(judgeBalance(100, 5, 105, true).was).toBe('not-bought');
    expect(judgeBalance(100, 5, 100, true)).toEqual({ was: 'fallen', before: 105, after: 100 });
    expect(judgeBalance(100, -5, 95, true).was).toBe('not-bought');
  });

  test('that rose by something unknown says nothing', () => {
    expect(judgeBalance(100, 0, 101, true)).toEqual({ was: 'not-comparable' });
  });

  test.each([
    [null, 0, 100],
    [100, null, 100],
    [100, 0, null],
  ])('says nothing where a figure is missing: %j %j %j', (before, since, after) => {
    expect(judgeBalance(before, since, after, true)).toEqual({ was: 'not-comparable' });
  });
});
