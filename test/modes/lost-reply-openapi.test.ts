import { describe, expect, test } from 'vitest';
import { rentNumbers, type Rented } from '../../src/modes/rent.ts';
import type { PurchaseReply } from '../../src/domain/provider.ts';
import { world, type World } from '../support/fake-ports.ts';
import { bought, lost, no, soldOut } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { catalogWish } from '../support/wishes.ts';

/** Rents one number; each purchase that leaves is noted with its time. */
async function rent(
  ...replies: PurchaseReply[]
): Promise<Rented & { it: World; sentAt: number[] }> {
  const sentAt: number[] = [];
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: replies.map((reply) => () => {
      sentAt.push(it.clock.elapsed());
      return reply;
    }),
  });
  return { ...(await rentNumbers(catalogWish(), 1, it)), it, sentAt };
}

const types = (result: { it: World }): string[] => result.it.journal.events.map(({ type }) => type);

test('a cut is followed at once by the same key and body', async () => {
  const { it, sentAt } = await rent(lost('cut'), bought(order('7')));
  const [first, second] = it.provider.purchases;
  expect(second).toEqual(first);
  expect(sentAt).toEqual([0, 0]);
});

test('an unclear reply is followed by the same key and body 30 s after the intent', async () => {
  const { it, sentAt } = await rent(lost('unclear'), bought(order('7')));
  const [first, second] = it.provider.purchases;
  expect(second).toEqual(first);
  expect(sentAt).toEqual([0, 30_000]);
});

test('what took 12 s to be lost is followed 30 s after the intent, not after the loss', async () => {
  const sentAt: number[] = [];
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: [
      async () => {
        sentAt.push(it.clock.elapsed());
        await it.clock.sleep(12_000);
        return lost('unclear');
      },
      () => {
        sentAt.push(it.clock.elapsed());
        return bought(order('7'));
      },
    ],
  });
  await rentNumbers(catalogWish(), 1, it);
  expect(sentAt).toEqual([0, 30_000]);
});

test('an unclear reply to the replay of a cut waits for the late commit as well', async () => {
  const { sentAt } = await rent(lost('cut'), lost('unclear'), bought(order('7')));
  expect(sentAt).toEqual([0, 0, 30_000]);
});

test('a replay that was refused for the moment waits for the late commit as well', async () => {
  const { sentAt, leases } = await rent(lost('cut'), no('rate-limited'), bought(order('7')));
  expect(sentAt).toEqual([0, 0, 30_000]);
  expect(leases).toHaveLength(1);
});

test.each(['network', 'provider-outage'] as const)(
  'a replay that ends with %s is followed by another',
  async (kind) => {
    const { leases } = await rent(lost('cut'), no(kind), bought(order('7')));
    expect(leases).toHaveLength(1);
  },
);

test.each(['unauthorized', 'forbidden', 'interrupted'] as const)(
  'a replay that ends with %s is not followed by another, for nothing would change',
  async (kind) => {
    const { sentAt } = await rent(lost('cut'), no(kind));
    expect(sentAt).toEqual([0, 0]);
  },
);

test('the order that comes back is journaled under the one intent', async () => {
  const result = await rent(lost('cut'), bought(order('7')));
  expect(types(result)).toEqual(['intent', 'rented']);
  expect(result.leases.map(({ orderId }) => orderId)).toEqual(['7']);
});

test('a replay that finds no stock lets the plan go on', async () => {
  const result = await rent(lost('cut'), soldOut);
  expect(types(result)).toEqual(['intent', 'refused']);
  expect(result.failure?.kind).toBe('no-stock');
});

test.each([
  ['sold-out', soldOut],
  ['low-balance', no('low-balance')],
])(
  '%s at once says nothing of a first try that commits late: it is asked again',
  async (_, reply) => {
    const result = await rent(lost('cut'), reply, bought(order('7')));
    expect(result.sentAt).toEqual([0, 0, 30_000]);
    expect(result.leases.map(({ orderId }) => orderId)).toEqual(['7']);
    expect(types(result)).toEqual(['intent', 'rented']);
  },
);

test('a replay that answers no to the purchase itself settles it', async () => {
  const result = await rent(lost('cut'), no('low-balance'));
  expect(types(result)).toEqual(['intent', 'refused']);
  expect(result.failure?.kind).toBe('low-balance');
});

describe('says nothing about the first try, so the intent stays open for post', () => {
  test.each(['network', 'rate-limited', 'unauthorized', 'forbidden', 'interrupted'] as const)(
    'a replay that ends with %s',
    async (kind) => {
      const result = await rent(lost('cut'), no(kind));
      expect(types(result)).toEqual(['intent']);
      expect(result.failure?.kind).toBe(kind);
    },
  );

  test('a replay that stays without an answer', async () => {
    const result = await rent(lost('unclear'));
    expect(types(result)).toEqual(['intent']);
    expect(result.failure?.kind).toBe('network');
  });
});

test('after three replays without an answer the rest is left to post', async () => {
  const { sentAt } = await rent(lost('unclear'));
  expect(sentAt).toEqual([0, 30_000, 31_000, 33_000]);
});

test('a lost reply is told, with what is done about it', async () => {
  const { it } = await rent(lost('cut'), bought(order('7')));
  expect(it.reporter.infos).toEqual(
    expect.arrayContaining([
      'The answer to a purchase was lost (the connection was cut). Finding out whether it was made.',
    ]),
  );
});

test('a purchase that still settles is asked for again until it tells', async () => {
  const settling = Array.from({ length: 5 }, () => lost('settling', 'protocol'));
  const result = await rent(...settling, bought(order('7')));
  expect(result.sentAt).toEqual([0, 0, 1_000, 3_000, 7_000, 15_000]);
  expect(types(result)).toEqual(['intent', 'rented']);
});

test('a key that the server refuses is left to post, which can look at the list', async () => {
  const result = await rent(lost('cut'), lost('key-refused', 'protocol'));
  expect(result.sentAt).toEqual([0, 0]);
  expect(types(result)).toEqual(['intent']);
});

test('no replay leaves more than 5 minutes after the intent', async () => {
  const sentAt: number[] = [];
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: [
      async () => {
        sentAt.push(it.clock.elapsed());
        await it.clock.sleep(301_000);
        return lost('unclear');
      },
    ],
  });
  const { failure } = await rentNumbers(catalogWish(), 1, it);
  expect(sentAt).toEqual([0]);
  expect(failure?.kind).toBe('network');
});

test('a stop signal while it waits for the late commit sends nothing more', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: [lost('unclear'), bought(order('7'))],
  });
  it.clock.at(10_000, it.stopNow);
  await rentNumbers(catalogWish(), 1, it);
  expect(it.provider.purchases).toHaveLength(1);
});
