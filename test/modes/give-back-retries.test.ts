import { describe, expect, test } from 'vitest';
import { releaseOrders } from '../../src/modes/give-back.ts';
import type { FailureKind } from '../../src/domain/failure.ts';
import { START } from '../support/fake-clock.ts';
import { world } from '../support/fake-ports.ts';
import { done, failure, refused } from '../support/fake-provider.ts';
import { lease, order } from '../support/samples.ts';

const limits = { deadline: START + 240_000 };
const final = ['unauthorized', 'forbidden', 'interrupted'] as const satisfies FailureKind[];

describe('an order that cannot be read', () => {
  test('for a while is given back when it can', async () => {
    const bad = failure('provider-outage');
    const it = world('openapi', { order: { 7: [bad, bad, bad, order('7')] }, cancel: [done] });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect(released?.how).toBe('cancelled');
    expect(it.clock.slept).toEqual([1_000, 2_000, 4_000]);
  });

  test('is tried until the deadline and not beyond, then it is leaked', async () => {
    const it = world('openapi', { order: { 7: [failure('network')] } });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect(released).toMatchObject({ how: null, failure: { kind: 'leaked' } });
    expect(it.clock.elapsed()).toBeGreaterThan(200_000);
    expect(it.clock.elapsed()).toBeLessThanOrEqual(240_000);
  });

  test.each([...final, 'invalid-input'] as const)(
    'because of %s is leaked at once',
    async (kind) => {
      const it = world('openapi', { order: { 7: [failure(kind)] } });
      const [released] = await releaseOrders([lease('7')], limits, it);
      expect(released).toMatchObject({ how: null, failure: { kind: 'leaked' } });
      expect(it.calls()).toEqual(['order 7']);
    },
  );
});

test.each(final)('a cancel that is refused with %s is leaked at once', async (kind) => {
  const it = world('openapi', { order: { 7: [order('7')] }, cancel: [refused(kind)] });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(released).toMatchObject({ how: null, failure: { kind: 'leaked' } });
  expect(it.calls()).toEqual(['order 7', 'cancel 7']);
});

test('a request that gives back does not stand in line behind the budget of the token', async () => {
  const it = world('openapi', { order: { 7: [order('7')] }, cancel: [done] });
  await releaseOrders([lease('7')], limits, it);
  expect(it.provider.limits.map(({ urgent }) => urgent)).toEqual([true, true]);
});
