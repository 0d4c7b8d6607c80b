import { describe, expect, test } from 'vitest';
import { recoverByBalance, refundsOf } from '../../src/modes/recover-intents.ts';
import { START } from '../support/fake-clock.ts';
import { world } from '../support/fake-ports.ts';
import { failure } from '../support/fake-provider.ts';
import { intent, lease, order, withCode } from '../support/samples.ts';

const limits = { deadline: START + 240_000 };

describe('guide', () => {
  const lostPurchase = intent('k', { dialect: 'guide', balance: 100_000 });

  test('the purchase is never sent again', async () => {
    const it = world('guide', { balance: [100_000] });
    await recoverByBalance([lostPurchase], 0, limits, it);
    expect(it.calls()).toEqual(['balance']);
  });

  test('an unchanged balance says that nothing was bought', async () => {
    const it = world('guide', { balance: [100_000] });
    expect(await recoverByBalance([lostPurchase], 0, limits, it)).toEqual([]);
    expect(it.reporter.infos.join()).toContain('nothing was bought');
  });

  test.each([
    ['fell by the price', 95_500, 100_000],
    ['cannot be read', failure('network'), 100_000],
    ['was not known before', 95_500, null],
  ])('a balance that %s is leaked', async (_, now, before) => {
    const it = world('guide', { balance: [now] });
    const failures = await recoverByBalance([{ ...lostPurchase, balance: before }], 0, limits, it);
    expect(failures.map(({ kind }) => kind)).toEqual(['leaked']);
  });

  test('a balance is asked for not before 30 s, for the server may commit late', async () => {
    const it = world('guide', { balance: [100_000] });
    await recoverByBalance([lostPurchase], 0, { deadline: START + 30_000 }, it);
    expect(it.clock.elapsed()).toBe(30_000);
    expect(it.reporter.infos[0]).toBe(
      'A purchase had no answer: the balance will tell what became of it.',
    );
  });

  test('with less than those 30 s left nothing can be compared: leaked', async () => {
    const it = world('guide', { balance: [100_000] });
    const failures = await recoverByBalance([lostPurchase], 0, { deadline: START + 29_999 }, it);
    expect(failures.map(({ kind }) => kind)).toEqual(['leaked']);
    expect(it.clock.elapsed()).toBe(0);
  });

  test('a refund of our own does not hide a purchase', async () => {
    const it = world('guide', { balance: [100_000] });
    const failures = await recoverByBalance([lostPurchase], 4500, limits, it);
    expect(failures[0]?.message).toContain('fell from 104500 to 100000 IDR');
  });

  test('a refund of an unknown price leaves nothing to compare: leaked', async () => {
    const it = world('guide', { balance: [100_000] });
    const failures = await recoverByBalance([lostPurchase], null, limits, it);
    expect(failures.map(({ kind }) => kind)).toEqual(['leaked']);
  });
});

describe('what came back of our own orders', () => {
  const withSms = withCode('3', '042917');

  test('is what was cancelled before and now, and what expired; a paid SMS is not', () => {
    const refunds = refundsOf(
      [lease('1', { price: 100 })],
      [
        { lease: lease('2', { price: 20 }), how: 'cancelled', order: order('2') },
        { lease: lease('3', { price: 3 }), how: 'already-closed', order: withSms },
        { lease: lease('4', { price: 4 }), how: 'already-closed', order: order('4') },
        { lease: lease('5', { price: 5 }), how: null, failure: failure('leaked'), order: null },
      ],
    );
    expect(refunds).toBe(124);
  });

  test('is not known where a price is not', () => {
    expect(refundsOf([lease('1', { price: null })], [])).toBeNull();
  });
});
