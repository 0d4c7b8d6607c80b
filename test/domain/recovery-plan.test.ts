import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/domain/order.ts';
import {
  asPostBegins,
  earliest,
  isLastWord,
  mayBeOurs,
  nextRecoveryStep,
  NOTHING_TRIED,
  type RecoveryProgress,
  type RecoveryStep,
} from '../../src/domain/recovery-plan.ts';
import { START } from '../support/fake-clock.ts';
import { closed, intent, order, withCode } from '../support/samples.ts';

const FAR = START + 3_600_000;

interface Case {
  dialect?: 'openapi' | 'guide';
  progress?: Partial<RecoveryProgress>;
  place?: 'main' | 'post';
  now?: number;
  deadline?: number;
}

/** The next step for a purchase that left at `START`. */
function step(wish: Case = {}): RecoveryStep {
  const { dialect = 'openapi', progress = {}, place = 'post', now = 0, deadline = FAR } = wish;
  const tried = { ...NOTHING_TRIED, ...progress };
  return nextRecoveryStep({ dialect, at: START }, tried, place, START + now, deadline);
}

const replay = (at: number): RecoveryStep => ({ do: 'replay', at: START + at });
const list = (at: number): RecoveryStep => ({ do: 'list', at: START + at });
const balance = (at: number): RecoveryStep => ({ do: 'compare-balance', at: START + at });
const OUT_OF_TIME: RecoveryStep = { do: 'give-up', because: 'time' };
const TO_POST: RecoveryStep = { do: 'give-up', because: 'left-to-post' };

describe('openapi: the same key and body again', () => {
  test('not before 30 s after the intent where nobody knows how it ended', () => {
    expect(step({ now: 5_000 })).toEqual(replay(30_000));
    expect(step({ now: 40_000 })).toEqual(replay(40_000));
  });

  test.each(['cut', 'settling'] as const)('at once after %s', (last) => {
    expect(step({ now: 5_000, progress: { last }, place: 'main' })).toEqual(replay(5_000));
  });

  test('after a growing pause from the second look on', () => {
    const progress = { last: 'cut', looks: 3 } as const;
    expect(step({ now: 40_000, progress })).toEqual(replay(44_000));
  });

  test.each(['cut', 'unclear'] as const)('no more than three times in main after %s', (last) => {
    expect(step({ place: 'main', now: 40_000, progress: { last, replays: 3 } })).toEqual(TO_POST);
    expect(step({ place: 'post', now: 40_000, progress: { last, replays: 3 } }).do).toBe('replay');
  });

  test('as long as it settles, for that is no failed replay', () => {
    const progress = { last: 'settling', replays: 2, looks: 9 } as const;
    expect(step({ place: 'main', now: 40_000, progress }).do).toBe('replay');
  });

  test('not where the 30 s go beyond the time that is left', () => {
    expect(step({ deadline: START + 29_999 })).toEqual(OUT_OF_TIME);
    expect(step({ deadline: START + 30_000 })).toEqual(replay(30_000));
  });
});

describe('openapi: the list of orders', () => {
  test('replaces a replay that could be carried out when its key is older than 5 minutes', () => {
    expect(step({ now: 270_000 })).toEqual(replay(270_000));
    expect(step({ now: 270_001 })).toEqual(list(270_001));
  });

  test('replaces a replay whose pause would go beyond that', () => {
    const progress = { last: 'unclear', replays: 5, looks: 6 } as const;
    expect(step({ now: 290_000, progress })).toEqual(list(320_000));
  });

  test('replaces a key that the server refuses, but not before a late commit is there', () => {
    expect(step({ now: 5_000, progress: { last: 'key-refused' } })).toEqual(list(30_000));
  });

  test('is not read before a replay without an answer can no longer be carried out late', () => {
    const progress = { last: 'cut', looks: 1, lostAt: START + 290_000 } as const;
    expect(step({ now: 300_000, progress })).toEqual(list(320_000));
  });

  test('is left to post by main', () => {
    expect(step({ place: 'main', now: 270_001 })).toEqual(TO_POST);
    expect(step({ place: 'main', progress: { last: 'key-refused' } })).toEqual(TO_POST);
  });

  test('is not read where no time is left', () => {
    expect(step({ now: 300_001, deadline: START + 300_000 })).toEqual(OUT_OF_TIME);
  });
});

test('openapi: no is the last word only where a late commit can no longer come after it', () => {
  expect(isLastWord({ at: START }, NOTHING_TRIED, START + 29_999)).toBe(false);
  expect(isLastWord({ at: START }, NOTHING_TRIED, START + 30_000)).toBe(true);
});

test('openapi: nor where an earlier replay had no answer and may be carried out late', () => {
  const progress = { lostAt: START + 40_000 };
  expect(isLastWord({ at: START }, progress, START + 69_999)).toBe(false);
  expect(isLastWord({ at: START }, progress, START + 70_000)).toBe(true);
});

test('as post begins, what main sent last may be as late as that, or as late as main rents', () => {
  expect(asPostBegins({ at: START }, START + 7_000).lostAt).toBe(START + 7_000);
  expect(asPostBegins({ at: START }, START + 900_000).lostAt).toBe(START + 300_000);
});

describe('guide: the balance, for there is neither key nor list', () => {
  test('at once in main, and 30 s after the intent in post', () => {
    expect(step({ dialect: 'guide', place: 'main', now: 5 })).toEqual(balance(5));
    expect(step({ dialect: 'guide', place: 'post', now: 5 })).toEqual(balance(30_000));
  });

  test('not where the 30 s go beyond the time that is left', () => {
    expect(step({ dialect: 'guide', deadline: START + 29_999 })).toEqual(OUT_OF_TIME);
  });
});

const cases = fc.record({
  dialect: fc.constantFrom('openapi' as const, 'guide' as const),
  place: fc.constantFrom('main' as const, 'post' as const),
  now: fc.integer({ min: 0, max: 900_000 }),
  deadline: fc.integer({ min: START, max: START + 900_000 }),
  progress: fc.record({
    last: fc.constantFrom('cut', 'unclear', 'settling', 'key-refused'),
    replays: fc.nat(9),
    looks: fc.nat(9),
    lostAt: fc.option(fc.integer({ min: START, max: START + 900_000 })),
  }),
});

test('a guide purchase is never sent again, and no key after 5 minutes, whatever happened', () => {
  fc.assert(
    fc.property(cases, (wish) => {
      const next = step(wish);
      if (next.do !== 'replay') return;
      expect(wish.dialect).toBe('openapi');
      expect(next.at - START).toBeLessThanOrEqual(270_000);
    }),
  );
});

test('no step is in the past or beyond the deadline, whatever happened', () => {
  fc.assert(
    fc.property(cases, (wish) => {
      const next = step(wish);
      if (next.do === 'give-up') return;
      expect(next.at).toBeGreaterThanOrEqual(START + wish.now);
      expect(next.at).toBeLessThanOrEqual(wish.deadline);
    }),
  );
});

describe('a listed order may come from a purchase without an answer', () => {
  const ours = (more: Partial<Order>, body = '{"product_id":42}'): boolean =>
    mayBeOurs(intent('k', { body }), order('7', more));

  test('if it is open, of its product and of its time', () => {
    expect(ours({})).toBe(true);
  });

  test('with its SMS too, for that is open as well', () => {
    expect(mayBeOurs(intent('k'), withCode('7', '042917'))).toBe(true);
  });

  test.each(['cancelled', 'expired'] as const)('not if it is %s: nothing is owed', (status) => {
    expect(ours(closed(status))).toBe(false);
  });

  test('not if it is of another product', () => {
    expect(ours({ productId: '43' })).toBe(false);
  });

  test('not if it is of another product of the catalog, where that was asked for', () => {
    const body = '{"catalog_product_id":7,"policy":"best_success"}';
    expect(ours({ catalogProductId: '8' }, body)).toBe(false);
    expect(ours({ catalogProductId: '7', productId: '99' }, body)).toBe(true);
  });

  test('by its amount where the list names no product', () => {
    expect(ours({ productId: null, amount: 4_500 })).toBe(true);
    expect(ours({ productId: null, amount: 9_999 })).toBe(false);
    expect(ours({ productId: null, amount: null })).toBe(true);
  });

  test.each([
    [-600_000, true],
    [-600_001, false],
    [930_000, true],
    [930_001, false],
  ])('by its time: %i ms after the intent is %s', (after, expected) => {
    expect(ours({ createdAt: START + after })).toBe(expected);
  });

  test('where its time is not known', () => {
    expect(ours({ createdAt: null })).toBe(true);
  });

  test.each(['not JSON', '[]', 'null', '{"product_id":null}', '{"product_id":{}}'])(
    'by its amount where the body was %s',
    (body) => {
      expect(ours({ amount: 4_500 }, body)).toBe(true);
      expect(ours({ amount: 1 }, body)).toBe(false);
    },
  );

  test('and the list may end where orders are older than any of it', () => {
    expect(ours({ createdAt: earliest(intent('k')) - 1 })).toBe(false);
  });
});
