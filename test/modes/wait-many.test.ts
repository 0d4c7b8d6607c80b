import { describe, expect, test } from 'vitest';
import { waitForCodes } from '../../src/modes/wait.ts';
import { world } from '../support/fake-ports.ts';
import { failure } from '../support/fake-provider.ts';
import { START } from '../support/fake-clock.ts';
import { closed, lease, order, withCode } from '../support/samples.ts';
import { WAIT } from '../support/wishes.ts';

const both = [lease('7'), lease('8')];
const ends = (waited: Awaited<ReturnType<typeof waitForCodes>>): string[] =>
  waited.map(({ code, failure: why }) => code ?? why.kind);

describe('where one request reads all open orders', () => {
  test('several orders cost one request a round', async () => {
    const it = world('openapi', {
      openOrders: [
        [order('7'), order('8')],
        [withCode('7', '1111'), withCode('8', '2222')],
      ],
    });
    const waited = await waitForCodes(both, WAIT, it);
    expect(it.calls()).toEqual(['open-orders', 'open-orders']);
    expect(ends(waited)).toEqual(['1111', '2222']);
  });

  test('one order alone is read by itself', async () => {
    const it = world('openapi', { order: { 7: [withCode('7', '1111')] } });
    await waitForCodes([lease('7')], WAIT, it);
    expect(it.calls()).toEqual(['order 7']);
  });

  test('an order that is not among the open ones is read by itself: how it ended is there', async () => {
    const it = world('openapi', {
      openOrders: [[withCode('7', '1111')]],
      order: { 8: [order('8', closed('cancelled'))] },
    });
    const waited = await waitForCodes(both, WAIT, it);
    expect(it.calls()).toEqual(['open-orders', 'order 8']);
    expect(ends(waited)).toEqual(['1111', 'cancelled']);
  });

  test('open orders of others on the same token are left alone', async () => {
    const it = world('openapi', {
      openOrders: [[order('99'), withCode('7', '1111'), withCode('8', '2222')]],
    });
    const waited = await waitForCodes(both, WAIT, it);
    expect(waited.map((one) => one.lease.orderId)).toEqual(['7', '8']);
  });

  test('a list that cannot be read is the failure of each of them', async () => {
    const it = world('openapi', { openOrders: [failure('provider-outage')] });
    const waited = await waitForCodes(both, WAIT, it);
    expect(ends(waited)).toEqual(['provider-outage', 'provider-outage']);
  });
});

describe('in the guide dialect', () => {
  test('each order is read by itself, side by side', async () => {
    const it = world('guide', {
      order: { 7: [withCode('7', '1111')], 8: [withCode('8', '2222')] },
    });
    await waitForCodes(both, WAIT, it);
    expect(it.calls()).toEqual(['order 7', 'order 8']);
    expect(it.clock.elapsed()).toBe(0);
  });

  test('the interval grows with the number of orders, to stay inside the budget', async () => {
    const ids = Array.from({ length: 27 }, (_, index) => String(index));
    const order27 = Object.fromEntries(ids.map((id) => [id, [order(id), withCode(id, '1234')]]));
    const it = world('guide', { order: order27 });
    await waitForCodes(
      ids.map((id) => lease(id)),
      WAIT,
      it,
    );
    expect(it.clock.slept).toEqual([6_000]);
  });
});

test('an order that has its code is not read again', async () => {
  const it = world('guide', {
    order: { 7: [withCode('7', '1111')], 8: [order('8'), withCode('8', '2222')] },
  });
  await waitForCodes(both, WAIT, it);
  expect(it.calls()).toEqual(['order 7', 'order 8', 'order 8']);
});

test('one order that fails does not end the wait for the others', async () => {
  const it = world('guide', {
    order: { 7: [failure('not-found')], 8: [order('8'), withCode('8', '2222')] },
  });
  expect(ends(await waitForCodes(both, WAIT, it))).toEqual(['not-found', '2222']);
});

test('each order has its own deadline', async () => {
  const it = world('guide', { order: { 7: [order('7')], 8: [order('8')] } });
  const waited = await waitForCodes(
    [lease('7', { expiresAt: START + 6_000 }), lease('8')],
    WAIT,
    it,
  );
  expect(it.calls().filter((call) => call === 'order 7')).toHaveLength(3);
  expect(ends(waited)).toEqual(['otp-timeout', 'otp-timeout']);
});

test('the results stand in the order of the leases, whatever comes first', async () => {
  const it = world('guide', {
    order: { 7: [order('7'), withCode('7', '1111')], 8: [withCode('8', '2222')] },
  });
  expect(ends(await waitForCodes(both, WAIT, it))).toEqual(['1111', '2222']);
});

test('with several orders the progress tells how many have no code yet', async () => {
  const it = world('guide', {
    order: { 7: [order('7'), withCode('7', '1111')], 8: [order('8'), withCode('8', '2222')] },
  });
  await waitForCodes(both, WAIT, it);
  expect(it.reporter.infos).toEqual(['waiting 0 s of 120 s, 2 orders without a code']);
});
