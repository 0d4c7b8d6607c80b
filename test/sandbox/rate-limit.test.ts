import { expect, test } from 'vitest';
import { RateLimit } from '../../src/sandbox/core/rate-limit.ts';

test('each request makes room for one other, a minute after it came', () => {
  const limit = new RateLimit(3);
  const admit = (second: number) => limit.admit('token', second * 1000);
  expect([0, 10, 20].map(admit)).toEqual([undefined, undefined, undefined]);
  expect(admit(59.5)).toBe(1);
  expect(admit(60)).toBeUndefined();
  expect(admit(60)).toBe(10);
  expect(admit(70)).toBeUndefined();
  expect(admit(70)).toBe(10);
});

test('a refused request takes up no room', () => {
  const limit = new RateLimit(1);
  expect(limit.admit('token', 0)).toBeUndefined();
  for (let second = 1; second < 60; second += 1) limit.admit('token', second * 1000);
  expect(limit.admit('token', 60_000)).toBeUndefined();
});

test('each token has a minute of its own', () => {
  const limit = new RateLimit(1);
  expect(limit.admit('one', 0)).toBeUndefined();
  expect(limit.admit('other', 0)).toBeUndefined();
  expect(limit.admit('one', 0)).toBe(60);
});
