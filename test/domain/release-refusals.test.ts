import { describe, expect, test } from 'vitest';
import { Failure, FAILURE_KINDS } from '../../src/domain/failure.ts';
import {
  nextAfterRefusal,
  reasonOf,
  type AfterRefusal,
  type RefusalReason,
} from '../../src/domain/release-plan.ts';
import { START } from '../support/fake-clock.ts';

const DEADLINE = START + 240_000;

interface Case {
  asked?: 'read' | 'close';
  retryAt?: number | null;
  refusals?: number;
  pauses?: number;
  rentedAt?: number | null;
  now?: number;
}

function after(why: RefusalReason, wish: Case = {}): AfterRefusal {
  const { asked = 'close', retryAt = null, now = START, rentedAt = START } = wish;
  const before = { refusals: wish.refusals ?? 0, pauses: wish.pauses ?? 0 };
  return nextAfterRefusal({ asked, why, retryAt }, before, { rentedAt }, now, DEADLINE);
}

const waitFor = (ms: number): AfterRefusal => ({ do: 'wait', until: START + ms });
const READ: AfterRefusal = { do: 'read-again' };
const END: AfterRefusal = { do: 'give-up' };

describe('a close that is refused', () => {
  test.each(['conflict', 'too-early', 'unclear', 'unknown-order'] as const)(
    '(%s) is followed by a reading at once, the first time: it tells what came between',
    (why) => {
      expect(after(why)).toEqual(READ);
      expect(after(why, { refusals: 1 })).toEqual(waitFor(1_000));
      expect(after(why, { refusals: 3, pauses: 2 })).toEqual(waitFor(4_000));
    },
  );

  test.each(['too-many', 'supplier'] as const)(
    '(%s) is followed by a pause, for a reading would tell nothing',
    (why) => {
      expect(after(why)).toEqual(waitFor(1_000));
    },
  );

  test.each(['conflict', 'too-early', 'unclear', 'too-many', 'supplier'] as const)(
    '(%s) waits for the moment that the provider names',
    (why) => {
      expect(after(why, { retryAt: START + 70_000 })).toEqual(waitFor(70_000));
      expect(after(why, { retryAt: START - 70_000 })).toEqual(waitFor(0));
    },
  );

  test.each(['too-many', 'supplier', 'conflict'] as const)(
    '(%s) is given up where that moment is beyond the deadline',
    (why) => {
      expect(after(why, { retryAt: DEADLINE })).toEqual({ do: 'wait', until: DEADLINE });
      expect(after(why, { retryAt: DEADLINE + 1 })).toEqual(END);
    },
  );
});

describe('a reading that is refused', () => {
  test.each(['unclear', 'too-many', 'conflict'] as const)(
    '(%s) is repeated after a pause',
    (why) => {
      expect(after(why, { asked: 'read' })).toEqual(waitFor(1_000));
    },
  );

  test('(unknown order) is repeated within a minute of the purchase, however often', () => {
    const read = { asked: 'read', rentedAt: START, refusals: 9 } as const;
    expect(after('unknown-order', read)).toEqual(waitFor(1_000));
    expect(after('unknown-order', { ...read, now: START + 59_999 }).do).toBe('wait');
    expect(after('unknown-order', { ...read, now: START + 60_000 })).toEqual(END);
  });

  test('(unknown order) is doubted three times later on', () => {
    const late = { asked: 'read', rentedAt: START, now: START + 60_000 } as const;
    expect(after('unknown-order', { ...late, refusals: 2 }).do).toBe('wait');
    expect(after('unknown-order', { ...late, refusals: 3 })).toEqual(END);
  });

  test('(unknown order) is doubted as often of an order of another job', () => {
    const adopted = { asked: 'read', rentedAt: null } as const;
    expect(after('unknown-order', { ...adopted, refusals: 2 }).do).toBe('wait');
    expect(after('unknown-order', { ...adopted, refusals: 3 })).toEqual(END);
  });
});

test.each(['read', 'close'] as const)('what no repetition cures ends it at once: %s', (asked) => {
  expect(after('final', { asked, retryAt: START })).toEqual(END);
});

test('what a kind of failure means, where no code says more', () => {
  const means = Object.fromEntries(
    FAILURE_KINDS.map((kind) => [kind, reasonOf(new Failure(kind, ''))]),
  );
  expect(means).toMatchObject({
    interrupted: 'final',
    unauthorized: 'final',
    forbidden: 'final',
    'invalid-input': 'final',
    'not-found': 'unknown-order',
    'rate-limited': 'too-many',
    'provider-outage': 'unclear',
    network: 'unclear',
    protocol: 'unclear',
  });
});
