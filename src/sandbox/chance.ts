/** Chance that repeats itself: the same seed and the same name give the same draws. */
export type Chance = {
  /** 0 <= x < 1 */
  fraction(): number;
  /** Whole number, both ends included. */
  between(least: number, most: number): number;
  digits(count: number): string;
};

export type Seed = string | number;

/** Each purpose draws from its own stream, so that a fault more or less never renumbers an order. */
export function chance(seed: Seed, purpose: string): Chance {
  let state = hash(`${seed}/${purpose}`);
  const fraction = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number =>
    least + Math.floor(fraction() * (most - least + 1));
  const digits = (count: number): string =>
    Array.from({ length: count }, () => String(between(0, 9))).join('');
  return { fraction, between, digits };
}

/** FNV-1a with an avalanche at the end, so that near-equal names start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
