import { expect, test } from 'vitest';
import type { RunState } from '../../src/domain/sweep-plan.ts';
import { stillFinished } from '../../src/modes/still-finished.ts';
import type { Found } from '../../src/modes/sweep.ts';
import { START } from '../support/fake-clock.ts';
import { failure } from '../support/fake-provider.ts';
import { intent, lease } from '../support/samples.ts';

const FOUND: Found = {
  open: [
    { lease: lease('17'), runId: 7 },
    { lease: lease('18'), runId: 8 },
    { lease: lease('19'), runId: 7 },
  ],
  unanswered: [{ intent: intent('k'), runId: 7 }],
  known: new Set(),
  finishedRuns: 2,
  closed: 0,
  left: [],
  failures: [],
};

async function ask(seven: RunState | 'fails') {
  const asked: number[] = [];
  const stateOf = (runId: number): Promise<RunState> => {
    asked.push(runId);
    if (runId !== 7) return Promise.resolve('finished');
    return seven === 'fails'
      ? Promise.reject(failure('network', 'no route'))
      : Promise.resolve(seven);
  };
  const found = await stillFinished(FOUND, { stateOf }, { deadline: START + 1_000 });
  return { ...found, asked, ids: found.open.map(({ lease: { orderId } }) => orderId) };
}

test('runs that are still finished are asked once each, and keep what was found of them', async () => {
  const { asked, ids, unanswered } = await ask('finished');
  expect(asked).toEqual([7, 8]);
  expect(ids).toEqual(['17', '18', '19']);
  expect(unanswered).toHaveLength(1);
});

test.each<[RunState, RegExp]>([
  ['going', /has not finished/],
  ['unknown', /does not say/],
])('a run that is %s by now is left alone with all of it', async (state, why) => {
  const { ids, unanswered, left, failures } = await ask(state);
  expect(ids).toEqual(['18']);
  expect(unanswered).toEqual([]);
  expect(left).toEqual([{ what: 'run 7', why: expect.stringMatching(why) as string }]);
  expect(failures).toEqual([]);
});

test('a run that cannot be asked about is left alone, and its orders are red', async () => {
  const { ids, failures } = await ask('fails');
  expect(ids).toEqual(['18']);
  expect(failures).toEqual([
    expect.objectContaining({
      kind: 'leaked',
      message: expect.stringMatching(/run 7 .*order 17, 19.*no route/) as string,
    }),
  ]);
});
