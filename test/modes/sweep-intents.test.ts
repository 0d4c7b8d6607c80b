import { expect, test } from 'vitest';
import type { Intent } from '../../src/domain/journal.ts';
import type { Order } from '../../src/domain/order.ts';
import { judgeUnanswered } from '../../src/modes/sweep-intents.ts';
import { START } from '../support/fake-clock.ts';
import { world } from '../support/fake-ports.ts';
import { failure, type Script } from '../support/fake-provider.ts';
import { closed, intent, order } from '../support/samples.ts';

const HOUR = 3_600_000;
/** The purchase left an hour ago. */
const at = START - HOUR;

async function judge(
  script: Script,
  { known = [], more = {} }: { known?: string[]; more?: Partial<Intent> } = {},
) {
  const it = world('openapi', script);
  const purchase = { runId: 7, intent: intent('k', { at, ...more }) };
  const limits = { deadline: START + 240_000 };
  const [judged] = await judgeUnanswered([purchase], new Set(known), limits, it);
  return { failure: judged?.failure ?? null, it };
}

/** Both the list of open orders, which tells little, and each order by itself. */
function opened(...orders: Order[]): Script {
  const listed = orders.map(({ id }) => order(id, { createdAt: null, productId: null }));
  return {
    openOrders: [listed],
    order: Object.fromEntries(orders.map((one) => [one.id, [one]])),
  };
}

test('nothing of it is open where no order is', async () => {
  const { failure: verdict, it } = await judge(opened());
  expect(verdict).toBeNull();
  expect(it.calls()).toEqual(['open-orders']);
});

test('an open order of its product and time is named with its command, and not touched', async () => {
  const { failure: verdict, it } = await judge(opened(order('21', { createdAt: at + 1_000 })));
  expect(verdict).toMatchObject({
    kind: 'leaked',
    message: expect.stringMatching(/run 7 died.*21.*curl cancel 21/s) as string,
  });
  expect(it.calls()).toEqual(['open-orders', 'order 21']);
});

test.each<[string, Partial<Order>]>([
  ['of another time', { createdAt: START }],
  ['of another product', { createdAt: at, productId: '43' }],
  ['that was closed meanwhile', { createdAt: at, ...closed('cancelled') }],
])('an order %s is not it', async (_, more) => {
  const { failure: verdict } = await judge(opened(order('21', more)));
  expect(verdict).toBeNull();
});

test('an order that a record names is not it, and is not read', async () => {
  const found = opened(order('21', { createdAt: at }));
  const { failure: verdict, it } = await judge(found, { known: ['21'] });
  expect(verdict).toBeNull();
  expect(it.calls()).toEqual(['open-orders']);
});

test('it is not judged before the server can no longer commit it', async () => {
  const { it } = await judge(opened(), { more: { at: START } });
  expect(it.clock.slept).toEqual([30_000]);
});

test('it stays unknown where the orders cannot be listed', async () => {
  const { failure: verdict } = await judge({ openOrders: [failure('network', 'no route')] });
  expect(verdict).toMatchObject({
    kind: 'leaked',
    message: expect.stringMatching(/run 7 died.*no route/s) as string,
  });
});

test('it stays unknown where an open order cannot be read: that may be it', async () => {
  const { failure: verdict } = await judge({ ...opened(), unreadable: 1 });
  expect(verdict).toMatchObject({
    kind: 'leaked',
    message: expect.stringMatching(/run 7 died.*could not be read as a whole/s) as string,
  });
});

test.each([
  ['red within an hour', HOUR, 'leaked', 0],
  ['a notice after an hour', HOUR + 1, undefined, 1],
])('where orders cannot be listed it is %s', async (_, ago, kind, notices) => {
  const it = world('guide', {});
  const purchase = { runId: 7, intent: intent('k', { at: START - ago }) };
  const [judged] = await judgeUnanswered([purchase], new Set(), { deadline: START }, it);
  expect(judged?.failure?.kind).toBe(kind);
  expect(it.reporter.notices).toHaveLength(notices);
});

test('nothing is asked where there is nothing to judge', async () => {
  const it = world('openapi', {});
  expect(await judgeUnanswered([], new Set(), { deadline: START }, it)).toEqual([]);
  expect(it.calls()).toEqual([]);
});
