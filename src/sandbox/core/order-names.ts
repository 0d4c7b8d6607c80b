import type { Chance } from '../chance.ts';

export type OrderNames = { readonly id: number; readonly ref: string };

/** Names for the orders to come. Ids grow with gaps: other customers buy from the provider too. */
export function orderNames(draw: Chance): () => OrderNames {
  let last = draw.between(3_000_000, 8_000_000);
  const given = new Set<string>();
  return () => {
    last += draw.between(1, 9);
    let ref: string;
    do ref = `ord_${base36(8, draw)}`;
    while (given.has(ref));
    given.add(ref);
    return { id: last, ref };
  };
}

function base36(length: number, draw: Chance): string {
  return Array.from({ length }, () => draw.between(0, 35).toString(36)).join('');
}
