import { describe, expect, test } from 'vitest';
import { rentNumbers } from '../../src/modes/rent.ts';
import { world } from '../support/fake-ports.ts';
import { bought } from '../support/fake-provider.ts';
import { lease, offer, order } from '../support/samples.ts';
import { catalogWish } from '../support/wishes.ts';

const offers = { indonesia: [offer('42')] };

describe('a number that is assigned later', () => {
  const purchase = [bought(order('7', { phoneNumber: null, expiresAt: null }))];

  test('is read until it is there, every 3 s', async () => {
    const unassigned = order('7', { phoneNumber: null });
    const it = world('openapi', { offers, purchase, order: { 7: [unassigned, order('7')] } });
    const { leases } = await rentNumbers(catalogWish(), 1, it);
    expect(leases).toEqual([lease('7')]);
    expect(it.clock.slept).toEqual([3_000]);
  });

  test('is told for masking once it is there, and only then', async () => {
    const unassigned = order('7', { phoneNumber: null });
    const it = world('openapi', { offers, purchase, order: { 7: [unassigned, order('7')] } });
    const told: string[] = [];
    await rentNumbers(catalogWish(), 1, it, ({ phoneNumber }) => told.push(phoneNumber));
    expect(told).toEqual(['+628123456789']);
  });

  test('is journaled again, so that the steps which follow know it', async () => {
    const it = world('openapi', { offers, purchase, order: { 7: [order('7')] } });
    await rentNumbers(catalogWish(), 1, it);
    expect(it.journal.events.at(-1)).toEqual({ type: 'adopted', lease: lease('7') });
  });

  test('is a provider-outage that names the order when it does not come', async () => {
    const it = world('openapi', {
      offers,
      purchase,
      order: { 7: [order('7', { phoneNumber: null })] },
    });
    const { leases, failure: why } = await rentNumbers(catalogWish(), 1, it);
    expect([why?.kind, why?.context.orderId]).toEqual(['provider-outage', '7']);
    expect(leases.map(({ orderId }) => orderId)).toEqual(['7']);
    expect(it.clock.slept).toEqual([3_000, 3_000, 3_000, 3_000, 3_000]);
    expect(why?.message).toMatch(/^Order 7 got no phone number within 15 s\. It is given back\./);
  });
});
