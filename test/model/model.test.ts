import { describe, expect, test } from 'vitest';
import { explore, shortest } from './explore.ts';
import { INVARIANTS } from './invariants.ts';
import { MUTANTS } from './mutants.ts';
import { PROTOCOL } from './protocol.ts';
import { GUIDE, OPENAPI, small } from './settings.ts';
import { SITUATIONS } from './situations.ts';
import { FAULTS } from './world.ts';

/** A search of many seconds on a busy machine. */
const LONG = 120_000;

/** What cannot be met by one mishap or in that dialect. */
const notMet = {
  openapi: [],
  guide: ['a sibling held its order to the end'],
};

describe.each([
  ['openapi', OPENAPI, 10_000],
  ['guide', GUIDE, 3_000],
] as const)('%s, two purchases and one mishap', (dialect, setting, least) => {
  const found = explore({ setting: small(setting), protocol: PROTOCOL });

  test('break no invariant in any order of events', () => {
    expect(found.counterexample).toBeNull();
  });

  test('are many states, so that the search is not empty', () => {
    expect(found.states).toBeGreaterThan(least);
    expect(found.transitions).toBeGreaterThan(found.states);
  });

  test('meet every mishap', () => {
    expect([...found.faults.keys()].toSorted()).toEqual([...FAULTS].toSorted());
  });

  test('come to the same ends where every order keeps its name', () => {
    const named = explore({ setting: small(setting), protocol: PROTOCOL }, JSON.stringify);
    expect(named.states).toBeGreaterThan(found.states);
    expect(new Set(named.ends.keys())).toEqual(new Set(found.ends.keys()));
    expect(named.counterexample).toBeNull();
  });

  test('meet every end that matters', () => {
    const unmet = SITUATIONS.filter((situation) => !found.ends.has(situation));
    expect(unmet).toEqual(notMet[dialect]);
  });
});

describe('a broken protocol is found out', () => {
  test.each(MUTANTS)(
    'where it no longer holds that $breaks',
    ({ protocol, setting }) => {
      const { counterexample } = explore({ setting, protocol });
      expect(INVARIANTS.map(({ says }) => says)).toContain(counterexample?.says);
      expect(counterexample?.trace.length).toBeGreaterThan(1);
    },
    LONG,
  );

  test('and told by the shortest way there, one line a step', () => {
    const [mutant] = MUTANTS;
    expect(mutant && shortest(mutant, 10_000)?.trace).toEqual([
      '     0 s  main     is about to buy k1',
      '     0 s  main     sends k1',
    ]);
  });

  test('a way that comes back to itself is found out too', () => {
    const again = { do: 'wait', until: 0 } as const;
    const protocol = { ...PROTOCOL, nextReleaseStep: () => again };
    const { counterexample } = explore({ setting: small(OPENAPI), protocol });
    expect(counterexample?.says).toBe('Every way comes to an end.');
  });
});
