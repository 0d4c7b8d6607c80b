import { describe, expect, onTestFinished, test } from 'vitest';
import { brokenIn } from './invariants.mjs';
import { buildWith, MUTANTS, type Mutant } from './mutants.mjs';
import { play } from './play.mjs';
import { scenarioOf } from './scenario.mjs';

/** A harness that needs more runs than these to notice a broken protocol is none. */
const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

const MINUTES = 10 * 60_000;

describe('the action in which it no longer holds that', () => {
  test.each(MUTANTS)(
    '$breaks is caught, by a scenario that the action as it is passes',
    async ({ edits }) => {
      const mutant = build(edits);
      const caught = await firstCaught(mutant);
      expect(caught, 'no seed caught it').not.toBeNull();
      expect(await broken(caught ?? 0, build([]))).toEqual([]);
    },
    MINUTES,
  );
});

test('a mutant whose words are no longer in the source says so', () => {
  const edits = [{ file: 'modes/buy.ts', from: 'words that nobody wrote', to: '' }];
  expect(() => buildWith(edits)).toThrow(/Aim the mutant anew/);
});

function build(edits: Mutant['edits']): string {
  const { dist, remove } = buildWith(edits);
  onTestFinished(remove);
  return dist;
}

async function firstCaught(dist: string): Promise<number | null> {
  for (const seed of SEEDS) {
    if ((await broken(seed, dist)).length > 0) return seed;
  }
  return null;
}

async function broken(seed: number, dist: string): Promise<string[]> {
  const run = await play(scenarioOf(seed), { dist });
  return brokenIn(run).flatMap(({ found }) => found);
}
