import { expect, test } from 'vitest';
import { rentNumbers } from '../../src/modes/rent.ts';
import { world } from '../support/fake-ports.ts';
import { bought, done, failure, lost, no, soldOut } from '../support/fake-provider.ts';
import { START } from '../support/fake-clock.ts';
import { EXPIRY, lease, offer, order } from '../support/samples.ts';
import { catalogWish } from '../support/wishes.ts';

const wish = catalogWish();
const offers = { indonesia: [offer('42')] };
const BODY = '{"product_id":"42"}';
const KEY = '01'.repeat(16);

test('the intent is journaled before the purchase leaves, and the order after it', async () => {
  const it = world('openapi', { offers, purchase: [bought(order('7'))] });
  await rentNumbers(wish, 1, it);
  expect(it.log).toEqual([
    'offers indonesia whatsapp',
    'journal intent',
    `purchase ${BODY} ${KEY}`,
    'journal rented',
  ]);
});

test('the intent holds exactly what is sent, and what is known of the number', async () => {
  const it = world('openapi', { offers, purchase: [bought(order('7'))] });
  await rentNumbers(wish, 1, it);
  expect(it.journal.events[0]).toEqual({
    type: 'intent',
    intent: {
      key: KEY,
      path: '/orders',
      body: BODY,
      dialect: 'openapi',
      at: START,
      country: 'indonesia',
      countryCode: 'ID',
      platform: 'whatsapp',
      price: 4_500,
      balance: null,
    },
  });
});

test('the journaled order carries the key of its intent and the whole lease', async () => {
  const it = world('openapi', { offers, purchase: [bought(order('7', { expiresAt: EXPIRY }))] });
  const { leases } = await rentNumbers(wish, 1, it);
  expect(it.journal.events[1]).toEqual({ type: 'rented', key: KEY, lease: lease('7') });
  expect(leases).toEqual([lease('7')]);
});

test('nothing else runs between the reply and its line in the journal', async () => {
  const it = world('openapi', { offers });
  it.provider.purchase = () =>
    new Promise((resolve) => {
      it.clock.at(1_000, () => {
        resolve(bought(order('7')));
        queueMicrotask(() => it.log.push('anything else'));
      });
    });
  await rentNumbers(wish, 1, it);
  expect(it.log.slice(-2)).toEqual(['journal rented', 'anything else']);
});

test('each purchase has a fresh key of 128 bits', async () => {
  const it = world('openapi', { offers, purchase: [bought(order('7')), bought(order('8'))] });
  await rentNumbers(wish, 2, it);
  const keys = it.provider.purchases.map(({ idempotencyKey }) => idempotencyKey);
  expect(keys).toEqual(['01'.repeat(16), '02'.repeat(16)]);
});

test('a journal that cannot be written buys nothing', async () => {
  const it = world('openapi', { offers, purchase: [bought(order('7'))] });
  it.journal.breaksAt = ({ type }) => type === 'intent';
  const { leases, failure: why } = await rentNumbers(wish, 1, it);
  expect(leases).toEqual([]);
  expect(why?.kind).toBe('invalid-input');
  expect(it.calls()).toEqual(['offers indonesia whatsapp']);
});

test('an intent that was written in part is taken back, so that nobody replays it', async () => {
  const it = world('openapi', { offers, purchase: [bought(order('7'))] });
  it.journal.breaksAt = ({ type }) => type === 'intent';
  await rentNumbers(wish, 1, it);
  expect(it.journal.events).toEqual([{ type: 'refused', key: KEY, why: 'not-sent' }]);
});

test('an order that cannot be written down is given back at once', async () => {
  const it = world('openapi', {
    offers,
    purchase: [bought(order('7'))],
    order: { 7: [order('7')] },
    cancel: [done],
  });
  it.journal.breaksAt = ({ type }) => type === 'rented';
  const { leases, failure: why } = await rentNumbers(wish, 1, it);
  expect(leases).toEqual([]);
  expect(why?.kind).toBe('invalid-input');
  expect(it.calls().slice(-2)).toEqual(['order 7', 'cancel 7']);
});

test.each([
  ['sold-out', soldOut, 'no-stock'],
  ['refused', no('forbidden'), 'forbidden'],
])('an answer that says %s is journaled as an answer', async (_, reply, why) => {
  const it = world('openapi', { offers, purchase: [reply] });
  await rentNumbers(wish, 1, it);
  expect(it.journal.events.at(-1)).toEqual({ type: 'refused', key: KEY, why });
});

test('a lost reply leaves the intent without an answer in the journal', async () => {
  const it = world('guide', { balance: [90_000], offers, purchase: [lost('cut')] });
  await rentNumbers(wish, 1, it);
  expect(it.journal.events.map(({ type }) => type)).toEqual(['intent']);
});

test('a failure of the catalog ends it before anything is journaled', async () => {
  const it = world('openapi', { offers: { indonesia: failure('provider-outage') } });
  const { failure: why } = await rentNumbers(wish, 1, it);
  expect(why?.kind).toBe('provider-outage');
  expect(it.journal.events).toEqual([]);
});
