import { describe, expect, test } from 'vitest';
import { ok, refusal } from '../support/answers.ts';
import { call, KEYED, kinds, LIMITS, READ } from '../support/callers.ts';
import { FakeClock, START } from '../support/fake-clock.ts';

const BUSY = refusal(429, 'RATE_LIMIT_EXCEEDED');
const DONE = ok({ balance: 1 });

/** A clock during whose first sleep something happens. */
function interruptedBy(happens: () => void): FakeClock {
  const clock = new FakeClock();
  clock.whileAsleep = happens;
  return clock;
}

describe.each(['signal', 'stop'] as const)('a step that is being stopped, by its %s,', (name) => {
  test('begins no request', async () => {
    const made = await call(READ, [], { ...LIMITS, [name]: AbortSignal.abort() });
    expect([kinds(made), made.sent]).toEqual(['unsent interrupted', []]);
  });

  test('repeats none, and does not sleep to the end', async () => {
    const stop = new AbortController();
    const clock = interruptedBy(() => {
      stop.abort();
    });
    const made = await call(READ, [BUSY, DONE], { ...LIMITS, [name]: stop.signal }, clock);
    expect([made.sent.length, clock.now()]).toEqual([1, new FakeClock().now()]);
    expect(made.result).toMatchObject({ failure: { kind: 'interrupted' } });
  });
});

describe('a step whose purchases are forbidden meanwhile', () => {
  test('begins none', async () => {
    const made = await call(KEYED, [], { ...LIMITS, mayLeave: () => false });
    expect([kinds(made), made.sent]).toEqual(['unsent interrupted', []]);
  });

  test('repeats none', async () => {
    let allowed = true;
    const clock = interruptedBy(() => {
      allowed = false;
    });
    const made = await call(KEYED, [BUSY, DONE], { ...LIMITS, mayLeave: () => allowed }, clock);
    expect([made.sent.length, made.result.kind]).toEqual([1, 'refusal']);
  });

  test('may make them as long as they are allowed', async () => {
    const made = await call(KEYED, [BUSY, DONE], { ...LIMITS, mayLeave: () => true });
    expect(kinds(made)).toBe('data');
  });
});

describe('a purchase that was settling when the step was stopped', () => {
  test('is not said to have left nothing', async () => {
    const stop = new AbortController();
    const clock = interruptedBy(() => {
      stop.abort();
    });
    const settling = refusal(409, 'REQUEST_IN_PROGRESS');
    const made = await call(KEYED, [settling, DONE], { ...LIMITS, stop: stop.signal }, clock);
    expect(made.result).toMatchObject({
      kind: 'refusal',
      refusal: { code: 'REQUEST_IN_PROGRESS' },
      failure: { kind: 'interrupted' },
    });
  });
});

describe('the deadline of a call', () => {
  test.each([
    ['far away leaves a request its 10 s', 60_000, 10_000],
    ['near leaves it 5 s beyond', 2_000, 7_000],
    ['reached just now leaves it those 5 s', 0, 5_000],
  ])('%s', async (_name, left, timeoutMs) => {
    const made = await call(READ, [DONE], { deadline: START + left });
    expect(made.sent.map((request) => request.timeoutMs)).toEqual([timeoutMs]);
  });

  test('that is past for longer lets none leave', async () => {
    const made = await call(READ, [], { deadline: START - 5_000 });
    expect([kinds(made), made.sent]).toEqual(['unsent network', []]);
    expect(made.message).toContain('no time is left');
  });
});
