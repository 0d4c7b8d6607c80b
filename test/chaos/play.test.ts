import { expect, test } from 'vitest';
import { brokenIn } from './invariants.mjs';
import { play, type Run } from './play.mjs';
import { tellRun } from './report.mjs';
import { CALM } from './calm.ts';
import { scenarioOf, type Scenario } from './scenario.mjs';

const SECONDS = 60_000;

/** The whole account, without what differs between two starts of the same thing: ports, folders, what is in a zip. */
function essence(run: Run): string[] {
  const times = run.played.map(({ name, began, ended }) => `${name} ${began} ${ended}`);
  return [...tellRun(run), ...times]
    .map((line) => line.replace(/127\.0\.0\.1:\d+/g, 'HOST'))
    .filter((line) => !/SHA256 digest of uploaded|Uploaded bytes/.test(line));
}

test.each([4, 12, 27, 54])(
  'seed %i played twice is the same to the letter: requests, times, logs, books',
  async (seed) => {
    const [first, second] = [await play(scenarioOf(seed)), await play(scenarioOf(seed))];
    expect(essence(second)).toEqual(essence(first));
  },
  SECONDS,
);

test(
  'time passes only where somebody waits for it: a cancel window of two minutes costs none',
  async () => {
    const run = await play(CALM);
    const [acquire, post] = run.played;
    expect(acquire?.ended).toBeLessThan(1);
    expect(post?.ended).toBeGreaterThan(120);
    expect(post?.ended).toBeLessThan(122);
    expect(run.ours).toMatchObject([{ state: 'cancelled' }]);
    expect(run.sibling).toMatchObject({ state: 'waiting' });
    expect(brokenIn(run)).toEqual([]);
  },
  SECONDS,
);

test.each<[string, NonNullable<Scenario['kill']>['at'], { bought: number; sent: number }]>([
  [
    'on its way, and lost',
    { on: 'arriving', nth: 1, what: 'purchase', then: 'is lost' },
    { bought: 1, sent: 2 },
  ],
  [
    'on its way, and late',
    { on: 'arriving', nth: 1, what: 'purchase', then: 20 },
    { bought: 1, sent: 2 },
  ],
  [
    'carried out, and not answered',
    { on: 'committed', nth: 1, what: 'purchase' },
    { bought: 1, sent: 2 },
  ],
  // The second one is on its way then.
  ['answered', { on: 'replied', nth: 1, what: 'purchase' }, { bought: 2, sent: 3 }],
  // State, dialect, the intent in two places; the fifth write is the order's line in the journal.
  ['half written down', { on: 'write', nth: 5, side: 'half' }, { bought: 1, sent: 2 }],
])(
  'a purchase that is %s when its step is killed is found and given back',
  async (_name, at, { bought, sent }) => {
    const run = await play({ ...CALM, count: 2, kill: { step: 0, by: 'SIGKILL', at } });
    expect(run.played[0]?.struck?.on).toBe(at.on);
    expect(run.ours).toHaveLength(bought);
    expect(run.trace.filter(({ what }) => what === 'purchase')).toHaveLength(sent);
    expect(brokenIn(run)).toEqual([]);
  },
  SECONDS,
);

test(
  'a step that lives on while post begins gives its own order back and buys no more',
  async () => {
    const at = { on: 'arriving', nth: 1, what: 'purchase', then: 'goes on' } as const;
    const kill = { step: 0, by: 'abandoned', at } as const;
    const run = await play({ ...CALM, cancelAfter: 0, count: 3, pause: 0, latency: 400, kill });
    expect(run.played.map(({ name }) => name)).toEqual(['acquire', 'post of acquire']);
    expect(run.ours).toMatchObject([{ state: 'cancelled' }]);
    expect(brokenIn(run)).toEqual([]);
  },
  SECONDS,
);

test(
  'the account of a run names its scenario, its requests, its logs and its orders',
  async () => {
    const told = tellRun(await play(CALM)).join('\n');
    expect(told).toContain('A job on a openapi server: acquire; 1 number(s)');
    expect(told).toMatch(
      /acquire: POST \/openapi\/v1\/orders\/create \{"product_id":42\} key \w+ -> 200/,
    );
    expect(told).toMatch(/Log of post of acquire, .* exit code 0:\n {2}\d+: cancelled, refunded/);
    expect(told).toMatch(/ours: \d+ \(ord_\w+\) cancelled, charged 4500, refunded 4500 IDR/);
  },
  SECONDS,
);

test.each(['token', 'ledger'] as const)(
  'what a lost runner left is swept up by %s, and the other job keeps its number',
  async (scope) => {
    const sibling = scope === 'token' ? 'none' : 'after';
    const ledger = scope === 'ledger';
    const sweep = { scope, early: true, after: 200 };
    const run = await play({ ...CALM, count: 2, runnerLost: true, sibling, ledger, sweep });
    expect(run.played.map(({ name }) => name)).toEqual(['acquire', 'early sweep', 'sweep']);
    expect(run.ours.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(run.sibling?.state).toBe(ledger ? 'waiting' : undefined);
    expect(brokenIn(run)).toEqual([]);
  },
  SECONDS,
);

test(
  'a purchase whose record is lost with its step is said red by the sweep, and nothing is touched',
  async () => {
    const at = { on: 'record', nth: 2, call: 'FinalizeArtifact', then: 'is lost' } as const;
    const kill = { step: 0, by: 'SIGKILL', at } as const;
    const sweep = { scope: 'ledger', early: false, after: 60 } as const;
    const run = await play({ ...CALM, runnerLost: true, ledger: true, sweep, kill });
    expect(run.records.map((name) => name.split('-')[2])).toEqual(['intent']);
    expect(run.ours).toMatchObject([{ state: 'waiting' }]);
    expect(run.played.at(-1)?.result.outputs['failure']).toBe('leaked');
    expect(brokenIn(run)).toEqual([]);
  },
  SECONDS,
);

test(
  'an order for another job is kept by post, and given back by the post of the wait that adopts it',
  async () => {
    const kill = { step: 0, by: 'cancel', at: { on: 'instant', after: 4 } } as const;
    const run = await play({ ...CALM, autoRelease: false, adoption: { kill } });
    const closing = run.trace.filter(({ what }) => what === 'closing').map(({ from }) => from);
    expect(closing).toEqual(['post of wait of another job']);
    expect(run.ours).toMatchObject([{ state: 'cancelled' }]);
    expect(brokenIn(run)).toEqual([]);
  },
  SECONDS,
);

test.each<[string, Partial<Scenario>, number]>([
  ['after its wait for the code', { waitInPost: true }, 13],
  ['at once, for the job failed', { autoRelease: false, jobFails: true }, 3],
])(
  'post gives back %s',
  async (_how, special, seconds) => {
    const run = await play({ ...CALM, cancelAfter: 0, ...special });
    const closing = run.trace.find(({ what }) => what === 'closing');
    expect(Math.floor(closing?.at ?? 0)).toBe(seconds);
    expect(run.ours).toMatchObject([{ state: 'cancelled' }]);
    expect(brokenIn(run)).toEqual([]);
  },
  SECONDS,
);
