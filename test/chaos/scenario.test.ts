import { expect, test } from 'vitest';
import { CANCEL_CAP, FAULTS } from './faults.mjs';
import { inWords } from './in-words.mjs';
import { scenarioOf, type Scenario } from './scenario.mjs';

const SEEDS = Array.from({ length: 300 }, (_, index) => index + 1);

test('the same seed draws the same scenario', () => {
  expect(SEEDS.map(scenarioOf)).toEqual(SEEDS.map(scenarioOf));
});

test('another seed draws another scenario', () => {
  const drawn = SEEDS.map((seed) => JSON.stringify({ ...scenarioOf(seed), seed: 0 }));
  expect(new Set(drawn).size).toBe(SEEDS.length);
});

test('a scenario is told in sentences without a hole', () => {
  const said = SEEDS.flatMap((seed) => inWords(scenarioOf(seed)));
  expect(said.filter((line) => /undefined|NaN|\[object|null /.test(line))).toEqual([]);
});

test.each<[string, (scenario: Scenario) => readonly (string | number)[], readonly unknown[]]>([
  ['dialect', ({ dialect }) => [dialect], ['guide', 'openapi']],
  ['count', ({ count }) => [count], [1, 2, 3]],
  ['sibling', ({ sibling }) => [sibling], ['none', 'before', 'after']],
  [
    'kind of fault',
    ({ faults }) => faults.map(({ name }) => name),
    [...Object.keys(FAULTS), CANCEL_CAP],
  ],
  [
    'way to stop a step',
    ({ kill }) => (kill ? [kill.by] : []),
    ['SIGKILL', 'SIGTERM', 'abandoned', 'cancel'],
  ],
  ['sweep', ({ sweep }) => (sweep ? [sweep.scope] : []), ['ledger', 'token']],
  [
    'owner',
    ({ waitInPost, jobFails, adoption }) => [
      ...(waitInPost ? ['its post, after a wait'] : []),
      ...(jobFails ? ['its post, for the job failed'] : []),
      ...(adoption ? [adoption.kill ? 'another job that is stopped' : 'another job'] : []),
    ],
    [
      'another job',
      'another job that is stopped',
      'its post, after a wait',
      'its post, for the job failed',
    ],
  ],
  [
    'point at which a step is stopped',
    ({ kill }) => (kill ? [kill.at.on] : []),
    ['arriving', 'committed', 'record', 'replied', 'write', 'instant'],
  ],
  [
    'point at which post is stopped',
    ({ postKill }) => (postKill ? [postKill.at.on] : []),
    ['arriving', 'committed', 'replied', 'write', 'instant'],
  ],
])('300 seeds draw every %s', (_what, drawnBy, all) => {
  const drawn = new Set(SEEDS.flatMap((seed) => drawnBy(scenarioOf(seed))));
  expect([...drawn].toSorted()).toEqual([...all].toSorted());
});
