import { describe, expect, test } from 'vitest';
import { rentNumbers } from '../../src/modes/rent.ts';
import { world } from '../support/fake-ports.ts';
import { bought, soldOut } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { catalogWish } from '../support/wishes.ts';

const bodies = (it: ReturnType<typeof world>): string[] =>
  it.provider.purchases.map(({ body }) => body);
const product = (id: string): string => JSON.stringify({ product_id: id });

test('a self-test without a country looks at the whole catalog and prefers good stock', async () => {
  const it = world('openapi', {
    offers: { any: [offer('42', { available: 2, price: 100 }), offer('44', { available: 30 })] },
    purchase: [bought(order('7'))],
  });
  await rentNumbers({ ...catalogWish([]), selfTest: true }, 1, it);
  expect(bodies(it)).toEqual([product('44')]);
});

describe('a self-test', () => {
  const selfTest = { ...catalogWish([]), selfTest: true };

  test('takes the last number where there is no other', async () => {
    const it = world('openapi', {
      offers: { any: [offer('42', { available: 1 })] },
      purchase: [bought(order('7'))],
    });
    await rentNumbers(selfTest, 1, it);
    expect(bodies(it)).toEqual([product('42')]);
  });

  test('tries three products and no more, for it is there to spend little', async () => {
    const any = ['1', '2', '3', '4'].map((id) => offer(id));
    const it = world('openapi', { offers: { any }, purchase: [soldOut] });
    const { failure } = await rentNumbers(selfTest, 1, it);
    expect(it.provider.purchases).toHaveLength(3);
    expect(failure?.message).toContain('in "any country"');
  });

  test('without a platform says so where there is no number', async () => {
    const target = { by: 'catalog', countries: [], platform: null } as const;
    const it = world('openapi', { offers: { any: [] } });
    const { failure } = await rentNumbers({ ...selfTest, target }, 1, it);
    expect(failure?.message).toContain('"any platform"');
  });
});
