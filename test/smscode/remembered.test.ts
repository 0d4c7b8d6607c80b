import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { Remembered } from '../../src/smscode/remembered.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryStore } from '../support/nocked-api.ts';

function open(text: string | null = null) {
  const store = new MemoryStore();
  store.text = text;
  const clock = new FakeClock();
  return { store, clock, remembered: new Remembered(store, clock) };
}

describe('what is remembered', () => {
  test('serves until its time is over', () => {
    const { remembered, clock } = open();
    remembered.set('a', 1, 1_000);
    clock.pass(999);
    expect(remembered.get('a', z.number())).toBe(1);
    clock.pass(1);
    expect(remembered.get('a', z.number())).toBeNull();
  });

  test('is known to the next reader of the store', () => {
    const { remembered, store, clock } = open();
    remembered.set('a', [1], 1_000);
    expect(new Remembered(store, clock).get('a', z.array(z.number()))).toEqual([1]);
  });

  test('is nothing where it is of another shape than the one wanted', () => {
    const { remembered } = open();
    remembered.set('a', 'one', 1_000);
    expect(remembered.get('a', z.number())).toBeNull();
  });

  test('stands beside what was remembered before', () => {
    const { remembered } = open();
    remembered.set('a', 1, 1_000);
    remembered.set('b', 2, 1_000);
    expect([remembered.get('a', z.number()), remembered.get('b', z.number())]).toEqual([1, 2]);
  });

  test('is not kept without a time', () => {
    const { remembered, store } = open();
    remembered.set('a', 1, 0);
    expect([remembered.get('a', z.number()), store.text]).toEqual([null, null]);
  });

  test('is forgotten by its beginning, and nothing else is', () => {
    const { remembered, store, clock } = open();
    remembered.set('catalog:x', 1, 1_000);
    remembered.set('dialect', 2, 1_000);
    remembered.forget('catalog:');
    const next = new Remembered(store, clock);
    expect([next.get('catalog:x', z.number()), next.get('dialect', z.number())]).toEqual([null, 2]);
  });

  test.each([
    ['no JSON', '{"a":'],
    ['another JSON', '[1]'],
    ['foreign entries', '{"a":{"value":1}}'],
    ['nothing', null],
  ])('is nothing where the store holds %s', (_, text) => {
    expect(open(text).remembered.get('a', z.number())).toBeNull();
  });
});
