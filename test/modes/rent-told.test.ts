import { expect, test } from 'vitest';
import { rentNumbers } from '../../src/modes/rent.ts';
import { world } from '../support/fake-ports.ts';
import { bought } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { catalogWish, productWish } from '../support/wishes.ts';

test('of several numbers the log counts each, and leaves out a price that is not known', async () => {
  const it = world('openapi', {
    purchase: [bought(order('7')), bought(order('8', { amount: null }))],
  });
  await rentNumbers(productWish('42'), 2, it);
  expect(it.reporter.infos).toEqual([
    'Rented +628123456789 for 4500 IDR, order 7 (1 of 2)',
    'Rented +628123456789, order 8 (2 of 2)',
  ]);
});

test('the log tells the number, its price and its order', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: [bought(order('7'))],
  });
  await rentNumbers(catalogWish(), 1, it);
  expect(it.reporter.infos).toEqual(['Rented +628123456789 for 4500 IDR, order 7']);
});

test('each number is told before the log shows it, so that it can be masked', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: [bought(order('7')), bought(order('8'))],
  });
  const shownBefore: [string, number][] = [];
  await rentNumbers(catalogWish(), 2, it, ({ orderId }) => {
    shownBefore.push([orderId, it.reporter.infos.length]);
  });
  expect(shownBefore).toEqual([
    ['7', 0],
    ['8', 1],
  ]);
});
