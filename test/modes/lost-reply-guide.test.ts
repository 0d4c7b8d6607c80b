import { describe, expect, test } from 'vitest';
import { rentNumbers, type Rented } from '../../src/modes/rent.ts';
import { world, type World } from '../support/fake-ports.ts';
import { bought, failure, lost, type Answer } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { catalogWish } from '../support/wishes.ts';

async function rent(
  ...balance: Answer<number>[]
): Promise<Pick<Rented, 'failure'> & { it: World }> {
  const it = world('guide', {
    balance,
    offers: { indonesia: [offer('42'), offer('44')] },
    purchase: [lost('cut')],
  });
  const { failure: why } = await rentNumbers(catalogWish(), 1, it);
  return { failure: why, it };
}

/** The same on a token that other jobs use as well. */
async function rentBeside(...balance: Answer<number>[]): Promise<Pick<Rented, 'failure'>> {
  const it = world('guide', {
    balance,
    offers: { indonesia: [offer('42')] },
    purchase: [lost('cut')],
  });
  return rentNumbers({ ...catalogWish(), alone: false }, 1, it);
}

test.each(['cut', 'unclear'] as const)(
  'a %s purchase is never repeated, for the guide has no key',
  async (how) => {
    const it = world('guide', {
      balance: [100_000],
      offers: { indonesia: [offer('42'), offer('44')] },
      purchase: [lost(how), bought(order('7'))],
    });
    await rentNumbers(catalogWish(), 1, it);
    expect(it.provider.purchases).toHaveLength(1);
  },
);

test('an unchanged balance says network: nothing was bought so far', async () => {
  const { failure: why } = await rent(100_000, 100_000);
  expect(why?.kind).toBe('network');
  expect(why?.message).toBe(
    'The answer to a purchase was lost, and the balance stands where it stood (100000 IDR): nothing was bought so far. The post step looks again, for a purchase that comes late. the connection was cut',
  );
});

test('the lost reply keeps its intent open, for the server may commit late', async () => {
  const { it } = await rent(100_000, 100_000);
  expect(it.journal.events.map(({ type }) => type)).toEqual(['intent']);
});

describe('leaked', () => {
  test('is said of a balance that stands beside other jobs, whose refund may hide it', async () => {
    const { failure: why } = await rentBeside(100_000, 100_000);
    expect(why?.kind).toBe('leaked');
  });

  test('is said of a balance that fell by the price, with both figures', async () => {
    const { failure: why } = await rent(100_000, 95_500);
    expect(why?.kind).toBe('leaked');
    expect(why?.message).toMatch(/from 100000 to 95500 IDR/);
  });

  test('names the purchase, a sibling as another cause, and where to look', async () => {
    const { failure: why } = await rent(100_000, 95_500);
    expect(why?.message).toMatch(
      /^The answer to a purchase \(\{"product_id":"42"\}\) of \S+ was lost, and the balance fell/,
    );
    expect(why?.message).toMatch(/another job's purchase/);
    expect(why?.message).toMatch(/newest orders/);
  });

  test('is said where the balance cannot be read again', async () => {
    const { failure: why } = await rent(100_000, failure('provider-outage'));
    expect(why?.kind).toBe('leaked');
    expect(why?.message).toMatch(/could not be compared/);
  });
});

test('the balance after an earlier purchase is compared with the reckoned one', async () => {
  const it = world('guide', {
    balance: [100_000, 95_500],
    offers: { indonesia: [offer('42')] },
    purchase: [bought(order('7')), lost('cut')],
  });
  const { failure: why } = await rentNumbers(catalogWish(), 2, it);
  expect(why?.kind).toBe('network');
});
