import { beforeAll, expect, test } from 'vitest';
import { brokenIn } from './invariants.mjs';
import { play, type Order, type Played, type Run } from './play.mjs';
import { CALM } from './calm.ts';
import type { Scenario } from './scenario.mjs';

/** One run in which nothing went wrong, which each case spoils in one way. */
let good: Run;

const QUIET: Scenario = { ...CALM, cancelAfter: 0 };

beforeAll(async () => {
  good = await play(QUIET);
}, 60_000);

test('a run in which nothing went wrong breaks none', () => {
  expect(brokenIn(good)).toEqual([]);
});

test.each<[string, (run: Run) => Partial<Run>, RegExp]>([
  ['a number more than wanted', ({ ours }) => ({ ours: [...ours, ...ours] }), /2 orders for 1/],
  [
    'two orders by one key',
    ({ ours, scenario }) => ({ ours: [...ours, ...ours], scenario: { ...scenario, count: 2 } }),
    /2 orders by 1 keys/,
  ],
  [
    'a purchase under another key while one has no answer',
    ({ trace }) => ({
      trace: trace.flatMap((made) =>
        made.what === 'purchase'
          ? [
              { ...made, answer: 'cut' as const, replied: '' },
              { ...made, key: 'another' },
            ]
          : [made],
      ),
    }),
    /buys while \d+ has no answer/,
  ],
  [
    "an end of the other job's order",
    ({ sibling }) => ({ sibling: sibling && { ...sibling, state: 'cancelled' as const } }),
    /the other job's order is cancelled/,
  ],
  [
    "a request that names the other job's order",
    ({ trace, sibling }) => ({
      trace: trace.map((made) => ({ ...made, body: `{"id":${String(sibling?.id)}}` })),
    }),
    /names the other job's order/,
  ],
  [
    'a purchase by a sweep',
    ({ trace }) => ({ trace: trace.map((made) => ({ ...made, from: 'sweep' })) }),
    /of a sweep buys/,
  ],
  [
    'the end of an order by a sweep while its run is in progress',
    ({ trace }) => ({ trace: trace.map((made) => ({ ...made, from: 'early sweep' })) }),
    /closes too early/,
  ],
  [
    'the end of an order that is left to another job',
    ({ scenario }) => ({ scenario: { ...scenario, autoRelease: false } }),
    /closes what is kept/,
  ],
  ['an order left open', (run) => ({ ours: open(run) }), /is left waiting/],
  [
    'an order left open by a sweep that met no fault',
    (run) => ({
      ours: open(run),
      scenario: { ...run.scenario, sweep: { scope: 'token', early: false, after: 60 } },
    }),
    /is left waiting/,
  ],
  [
    'an order left open, said by a sweep before the end of the run alone',
    (run) => ({
      ours: open(run),
      played: red(run, `Order ${String(run.ours[0]?.id)}`).map((one) => ({
        ...one,
        name: 'early sweep',
      })),
    }),
    /left open silently/,
  ],
  [
    'an order left open on a guide server, and nothing said',
    (run) => ({ ours: open(run), scenario: { ...run.scenario, dialect: 'guide' } }),
    /left open silently/,
  ],
  [
    'an order left open, said of another one',
    (run) => ({ ours: open(run), played: red(run, 'Order 12345 may still be rented') }),
    /left open silently/,
  ],
  [
    'books that do not balance',
    ({ books }) => ({ books: { ...books, problems: ['Order 7 is owed 1'] } }),
    /Order 7 is owed 1/,
  ],
  [
    'an end more than 7 s after SIGINT',
    ({ played }) => ({
      played: played.map((one) => ({
        ...one,
        struck: { at: one.ended - 7.1, by: 'cancel', on: 'arriving', wall: 0 },
      })),
    }),
    /ended 7\.1 s after it was stopped/,
  ],
  [
    'two error annotations',
    (run) => ({ played: red(run, 'one', 'two') }),
    /post of acquire: 2 errors/,
  ],
  [
    'a crash',
    ({ played }) => ({
      played: played.map((one) => ({ ...one, result: { ...one.result, stderr: 'TypeError' } })),
    }),
    /wrote to stderr: TypeError/,
  ],
])('%s is seen', (_what, spoil, found) => {
  const broken = brokenIn({ ...good, ...spoil(good) }).flatMap((one) => one.found);
  expect(broken.join('\n')).toMatch(found);
});

test('an order left open on a guide server is no silent leak once it is said by its id', () => {
  const { ours, scenario } = { ours: open(good), scenario: { ...good.scenario } };
  const played = red(good, `Order ${String(ours[0]?.order_id)} may still be rented`);
  expect(brokenIn({ ...good, ours, played, scenario: { ...scenario, dialect: 'guide' } })).toEqual(
    [],
  );
});

function open({ ours }: Run): Order[] {
  return ours.map((order) => ({ ...order, state: 'waiting' }));
}

/** The post says `leaked`, in these annotations. */
function red({ played }: Run, ...errors: string[]): Played[] {
  return played.map((one) => {
    const stdout = `${one.result.stdout}\n::error title=Virtual number%3A leaked::`;
    return one.isPost ? { ...one, result: { ...one.result, code: 1, errors, stdout } } : one;
  });
}
