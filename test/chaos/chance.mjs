/**
 * Seeded chance: the same seed and label always draw the same. Own, because it must run from a bare
 * clone with nothing installed, also inside the steps' processes.
 *
 * @typedef {ReturnType<typeof chance>} Chance
 *
 * @param {number} seed
 * @param {string} label draws for one purpose never shift those for another
 */
export function chance(seed, label) {
  let state = hash(`${String(seed)} ${label}`);
  /** Mulberry32, by Tommy Ettinger (public domain): 32 bits of state are plenty for a scenario. */
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number, both ends included. */
  const between = (/** @type {number} */ low, /** @type {number} */ high) =>
    low + Math.floor(fraction() * (high - low + 1));
  return {
    fraction,
    between,
    /** @param {number} probability */
    maybe: (probability) => fraction() < probability,
    /**
     * @template T
     * @param {readonly T[]} choices
     * @returns {T}
     */
    pick(choices) {
      const picked = choices[between(0, choices.length - 1)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

/** FNV-1a, finished by a mixer so that neighbouring seeds draw nothing alike. */
function hash(/** @type {string} */ text) {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ character.charCodeAt(0), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
