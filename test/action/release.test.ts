import { expect, test } from 'vitest';
import { release, type Account } from '../../src/action/post/release.ts';
import type { Owed } from '../../src/action/post/owed.ts';
import { START } from '../support/fake-clock.ts';
import { world } from '../support/fake-ports.ts';
import { bought, done } from '../support/fake-provider.ts';
import { intent, lease, order } from '../support/samples.ts';

const opened = (): Account => ({ failures: [], parts: [], complete: false, said: false });

function owes(more: Partial<Owed>): Owed {
  return {
    open: [],
    unanswered: [],
    rentedAny: true,
    rented: new Set(),
    handedOver: new Set(),
    bookings: [],
    newer: null,
    damaged: 0,
    ...more,
  };
}

test('a defect in the search for one purchase keeps nothing else from being given back', async () => {
  const it = world('openapi', {
    order: { 7: [order('7')] },
    cancel: [done],
    purchase: [
      () => {
        throw new TypeError('x is not a function');
      },
    ],
  });
  const account = opened();
  const owed = owes({ open: [lease('7')], unanswered: [intent('k1')], rented: new Set(['7']) });

  await release({ owed, alone: true, look: 'Look there.' }, START + 240_000, it, account);

  expect(it.journal.events).toMatchObject([{ type: 'closed', orderId: '7', how: 'cancelled' }]);
  expect(account.complete).toBe(true);
  expect(account.failures).toMatchObject([
    {
      kind: 'leaked',
      message: expect.stringMatching(/purchase .*k1.*x is not a function.*Look there/) as string,
    },
  ]);
});

test('a lost purchase is looked for beside the wait for an SMS, while its key still lives', async () => {
  const it = world('openapi', {
    order: { 7: [order('7')], 8: [order('8')] },
    cancel: [done],
    purchase: [bought(order('8'))],
  });
  const account = opened();
  const owed = owes({ open: [lease('7')], unanswered: [intent('k1')], rented: new Set(['7']) });

  await release(
    { owed, alone: true, look: 'Look there.' },
    START + 240_000,
    it,
    account,
    async () => {
      await it.clock.sleep(600_000);
      return it.clock.now() + 240_000;
    },
  );

  expect(account.failures).toEqual([]);
  expect(it.journal.events).toMatchObject([
    { type: 'rented', key: 'k1', lease: { orderId: '8' } },
    { type: 'closed', orderId: '8' },
    { type: 'closed', orderId: '7' },
  ]);
});
