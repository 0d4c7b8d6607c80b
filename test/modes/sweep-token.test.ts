import { expect, test } from 'vitest';
import { findByAge } from '../../src/modes/sweep-token.ts';
import { START } from '../support/fake-clock.ts';
import { world } from '../support/fake-ports.ts';
import { failure, type Script } from '../support/fake-provider.ts';
import { closed, order } from '../support/samples.ts';

const LIMITS = { deadline: START + 60_000 };
const MINUTE = 60_000;

async function find(script: Script) {
  const it = world('openapi', script);
  const found = await findByAge(15 * MINUTE, LIMITS, it);
  return { ...found, ids: found.open.map(({ orderId }) => orderId), it };
}

const listed = ['1', '2', '3', '4'].map((id) => order(id, { createdAt: null }));

test('only what is older than the line is found, and the rest is told of', async () => {
  const { ids, left, it } = await find({
    openOrders: [listed],
    order: {
      '1': [order('1', { createdAt: START - 16 * MINUTE })],
      '2': [order('2', { createdAt: START - 14 * MINUTE })],
      '3': [order('3', { createdAt: null })],
      '4': [order('4', { createdAt: START - 16 * MINUTE, ...closed('expired') })],
    },
  });
  expect(ids).toEqual(['1']);
  expect(left.map(({ what }) => what)).toEqual(['order 2', 'order 3']);
  expect(it.reporter.warnings).toEqual([expect.stringMatching(/3 .*curl cancel 3/)]);
  expect(it.calls()).not.toContainEqual(expect.stringMatching(/^(cancel|finish)/));
});

test('an order whose age cannot be read is red, and the others count', async () => {
  const { ids, failures } = await find({
    openOrders: [listed.slice(0, 2)],
    order: {
      '1': [failure('network', 'no route')],
      '2': [order('2', { createdAt: START - 16 * MINUTE })],
    },
  });
  expect(ids).toEqual(['2']);
  expect(failures).toEqual([
    expect.objectContaining({
      kind: 'leaked',
      message: expect.stringMatching(/1 is open.*no route/) as string,
    }),
  ]);
});

test('an entry of the list that cannot be read is red, and the others count', async () => {
  const { ids, failures } = await find({
    unreadable: 1,
    openOrders: [listed.slice(0, 1)],
    order: { '1': [order('1', { createdAt: START - 16 * MINUTE })] },
  });
  expect(ids).toEqual(['1']);
  expect(failures).toEqual([
    expect.objectContaining({
      kind: 'leaked',
      message: expect.stringMatching(/^1 entry.* could not be read.*curl/) as string,
    }),
  ]);
});

test('a server that lists no orders is refused', async () => {
  const it = world('guide', {});
  await expect(findByAge(0, LIMITS, it)).rejects.toMatchObject({ kind: 'invalid-input' });
  expect(it.calls()).toEqual([]);
});
