import { describe, expect, test } from 'vitest';
import { openBudget } from '../../src/domain/request-budget.ts';
import { Caller } from '../../src/smscode/caller.ts';
import type { Http, HttpReply } from '../../src/smscode/http.ts';
import { ok } from '../support/answers.ts';
import { BASE, call, kinds, LIMITS, READ, TOKEN } from '../support/callers.ts';
import { FakeClock, START } from '../support/fake-clock.ts';

const DONE = ok({ balance: 1 });

/** A caller of which 60 requests have just left, so that the next waits for 250 ms. */
async function exhausted() {
  const made = await call(
    READ,
    Array.from({ length: 70 }, () => DONE),
  );
  for (let more = 1; more < 60; more += 1) await made.caller.call(READ, LIMITS);
  return made;
}

describe('a budget that is used up', () => {
  test('holds the next request back until it may leave', async () => {
    const { caller, sent } = await exhausted();
    await caller.call(READ, LIMITS);
    expect(sent.map(({ at }) => at - START).slice(58)).toEqual([0, 0, 250]);
  });

  test('holds it back until the deadline and no longer', async () => {
    const { caller } = await exhausted();
    const result = await caller.call(READ, { deadline: START + 250 });
    expect(result.kind).toBe('data');
  });

  test('refuses it at once where it could leave only after the deadline', async () => {
    const { caller, sent, clock } = await exhausted();
    const result = await caller.call(READ, { deadline: START + 249 });
    expect(result).toMatchObject({ kind: 'unsent', failure: { kind: 'rate-limited' } });
    expect([sent.length, clock.naps]).toEqual([60, []]);
  });

  test('is not charged for what it refused', async () => {
    const { caller, sent } = await exhausted();
    await caller.call(READ, { deadline: START });
    await caller.call(READ, LIMITS);
    expect(sent.at(-1)?.at).toBe(START + 250);
  });

  test('lets an urgent request leave at once rather than not at all', async () => {
    const { caller, sent } = await exhausted();
    await caller.call(READ, { deadline: START, urgent: true });
    expect(sent.at(-1)?.at).toBe(START);
  });

  test('holds back an urgent request that has the time', async () => {
    const { caller, sent } = await exhausted();
    await caller.call(READ, { ...LIMITS, urgent: true });
    expect(sent.at(-1)?.at).toBe(START + 250);
  });

  test('does not keep a request that may leave from a read after the deadline', async () => {
    expect(kinds(await call(READ, [DONE], { deadline: START - 1 }))).toBe('data');
  });
});

describe('requests side by side', () => {
  test('are at most 10 at a time', async () => {
    const open: ((reply: HttpReply) => void)[] = [];
    let begun = 0;
    const http: Http = () => {
      begun += 1;
      return new Promise((resolve) => open.push(resolve));
    };
    const caller = new Caller(BASE, TOKEN, openBudget(300, 1, START), {
      http,
      clock: new FakeClock(),
      onRequest: () => undefined,
      onRetry: () => undefined,
    });
    const calls = Array.from({ length: 25 }, () => caller.call(READ, LIMITS));
    const atOnce: number[] = [];
    while (begun < 25 || open.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      atOnce.push(open.length);
      open.splice(0).forEach((answer) => {
        answer(DONE);
      });
    }
    expect(atOnce).toEqual([10, 10, 5]);
    expect(await Promise.all(calls)).toHaveLength(25);
  });

  test('are counted as they leave', async () => {
    let left = 0;
    const caller = new Caller(BASE, TOKEN, openBudget(300, 1, START), {
      http: () => Promise.resolve(DONE),
      clock: new FakeClock(),
      onRequest: () => (left += 1),
      onRetry: () => undefined,
    });
    await Promise.all([caller.call(READ, LIMITS), caller.call(READ, LIMITS)]);
    expect(left).toBe(2);
  });
});
