import { expect, test } from 'vitest';
import type { Intent } from '../../src/domain/journal.ts';
import { rentNumbers } from '../../src/modes/rent.ts';
import { START } from '../support/fake-clock.ts';
import { world, type World } from '../support/fake-ports.ts';
import { bought, failure } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { catalogWish } from '../support/wishes.ts';

const wish = catalogWish();

/** A ledger in which each announcement takes a second, and then ends as the test says. */
function withLedger(meanwhile: (it: World) => void = () => undefined): World & {
  announced: Intent[];
} {
  const offers = { indonesia: [offer('42')] };
  const it = world('openapi', { offers, purchase: [bought(order('7'))] });
  const announced: Intent[] = [];
  it.ledger = {
    announce: async (intent) => {
      announced.push(intent);
      it.log.push('announced');
      await it.clock.sleep(1_000);
      meanwhile(it);
    },
  };
  return Object.assign(it, { announced });
}

test('a purchase is announced before it is journaled, and both before it leaves', async () => {
  const it = withLedger();
  await rentNumbers(wish, 1, it);
  expect(it.log.map((entry) => entry.split(' ').slice(0, 2).join(' '))).toEqual([
    'offers indonesia',
    'announced',
    'journal intent',
    'purchase {"product_id":"42"}',
    'journal rented',
  ]);
});

test('the journal says when the purchase left, not when it was announced', async () => {
  const it = withLedger();
  await rentNumbers(wish, 1, it);
  expect(it.announced).toMatchObject([{ at: START }]);
  expect(it.journal.events[0]).toEqual({
    type: 'intent',
    intent: { ...it.announced[0], at: START + 1_000 },
  });
});

test('nothing is bought or journaled where it cannot be announced', async () => {
  const it = withLedger(() => {
    throw failure('network', 'no storage left');
  });
  const { leases, failure: why } = await rentNumbers(wish, 1, it);
  expect(leases).toEqual([]);
  expect(why).toMatchObject({ kind: 'network', message: 'no storage left' });
  expect(it.log).toEqual(['offers indonesia whatsapp', 'announced']);
});

test('nothing is bought when post began while it was announced', async () => {
  const it = withLedger(({ journal }) => {
    journal.closed = true;
  });
  const { failure: why } = await rentNumbers(wish, 1, it);
  expect(why).toMatchObject({ kind: 'interrupted' });
  expect(it.provider.purchases).toEqual([]);
});
