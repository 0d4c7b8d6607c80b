import { expect, test } from 'vitest';
import { brokenIn } from './invariants.mjs';
import { play, type Run } from './play.mjs';
import { tellRun } from './report.mjs';
import { scenarioOf, type Scenario } from './scenario.mjs';

const SECONDS = 60_000;

/** Without what differs between two starts of the same thing: ports, and the wall's time. */
function essence(run: Run): string {
  const played = run.played.map((process) => ({
    ...process,
    struck: process.struck && { ...process.struck, wall: 0 },
  }));
  return JSON.stringify({ ...run, played }).replace(/127\.0\.0\.1:\d+/g, 'HOST');
}

test.each([4, 12, 27])(
  'seed %i played twice is the same to the letter: requests, times, logs, books',
  async (seed) => {
    const [first, second] = [await play(scenarioOf(seed)), await play(scenarioOf(seed))];
    expect(essence(second)).toBe(essence(first));
  },
  SECONDS,
);

const CALM: Scenario = {
  seed: 1,
  dialect: 'openapi',
  count: 1,
  steps: ['acquire'],
  cancelAfter: 120,
  releaseTimeout: 240,
  waitTimeout: 10,
  skew: 0,
  latency: 5,
  sibling: 'after',
  sms: [],
  faults: [],
  outage: null,
  kill: null,
  postKill: null,
  pause: 3,
  ends: 'post',
};

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

const kill = { step: 0, by: 'SIGKILL' } as const;

test.each<[string, Scenario['kill'], { bought: number; creates: number }]>([
  [
    'on its way, and lost',
    { ...kill, at: { on: 'arriving', nth: 1, what: 'purchase', then: 'is lost' } },
    { bought: 1, creates: 2 },
  ],
  [
    'on its way, and late',
    { ...kill, at: { on: 'arriving', nth: 1, what: 'purchase', then: 20 } },
    { bought: 1, creates: 2 },
  ],
  [
    'carried out, and not answered',
    { ...kill, at: { on: 'committed', nth: 1, what: 'purchase' } },
    { bought: 1, creates: 2 },
  ],
  [
    'answered',
    { ...kill, at: { on: 'replied', nth: 1, what: 'purchase' } },
    { bought: 1, creates: 1 },
  ],
])(
  'a purchase that is %s when its step is killed is found and given back',
  async (_name, given, { bought, creates }) => {
    const run = await play({ ...CALM, kill: given });
    expect(run.played[0]?.struck?.on).toBe(given?.at.on);
    expect(run.ours).toHaveLength(bought);
    expect(run.trace.filter(({ what }) => what === 'purchase')).toHaveLength(creates);
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
