import { expect, test } from 'vitest';
import { sweptOrder } from '../../src/modes/swept-order.ts';
import { START } from '../support/fake-clock.ts';
import { world } from '../support/fake-ports.ts';
import { failure } from '../support/fake-provider.ts';
import { lease, order } from '../support/samples.ts';

const MINUTE = 60_000;

/** An order that the provider answers "not found" for. */
function lost(expiresAt: number | null) {
  const it = world('openapi', {});
  const entry = { how: null, failure: failure('not-found'), order: null } as const;
  return sweptOrder({ ...entry, lease: lease('17', { expiresAt }) }, it);
}

test.each<[string, number | null, RegExp]>([
  ['may be open', START + MINUTE, /refunds itself at 2026-/],
  ['may be open by a clock that is ten minutes off', START - 10 * MINUTE, /refunds itself at/],
  ['has no known end', null, /refunds itself when it expires/],
])('an unknown order that %s is red with its command and refund', (_, expiresAt, refund) => {
  const swept = lost(expiresAt);
  expect(swept).toMatchObject({
    how: null,
    failure: {
      kind: 'leaked',
      message: expect.stringMatching(/Order 17 may still.*curl cancel 17/) as string,
      context: { orderId: '17' },
    },
  });
  expect(swept.how === null ? swept.failure.message : '').toMatch(refund);
});

test('an unknown order whose window is over is closed', () => {
  expect(lost(START - 10 * MINUTE - 1)).toMatchObject({
    how: 'already-closed',
    lease: { status: 'expired' },
  });
});

test('any other end is what it was', () => {
  const it = world('openapi', {});
  const closed = { lease: lease('17'), how: 'cancelled', order: order('17') } as const;
  const red = { lease: lease('17'), how: null, order: null, failure: failure('leaked') } as const;
  expect(sweptOrder(closed, it)).toBe(closed);
  expect(sweptOrder(red, it)).toBe(red);
});
