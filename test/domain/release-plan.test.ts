import { describe, expect, test } from 'vitest';
import type { Dialect, OrderPermissions } from '../../src/domain/order.ts';
import {
  byOurClock,
  nextReleaseStep,
  recheckAfter,
  type ReleaseStep,
} from '../../src/domain/release-plan.ts';
import { START } from '../support/fake-clock.ts';
import { order } from '../support/samples.ts';
import { reading, STATES } from '../support/states.ts';

const DEADLINE = START + 240_000;

type State = keyof typeof STATES;

function step(
  state: State,
  permissions: Partial<OrderPermissions> = {},
  { dialect = 'openapi', now = START, refusals = 0 } = {},
): ReleaseStep {
  return nextReleaseStep(
    reading(STATES[state], permissions),
    dialect as Dialect,
    now,
    DEADLINE,
    refusals,
  );
}

const CLOSED = [
  'completed with its SMS',
  'completed without an SMS',
  'cancelled',
  'expired',
] as const;
const WITH_SMS = [
  'otp-received',
  'otp-received without a code',
  'waiting with a stale SMS',
] as const;
const PERMISSIONS = [true, false, null].flatMap((finish) =>
  [true, false, null].map((cancel) => ({ finish, cancel })),
);

describe('a closed order needs nothing, whatever the permissions say', () => {
  test.each(CLOSED.flatMap((state) => PERMISSIONS.map((p) => [state, p] as const)))(
    '%s, %o',
    (state, permissions) => {
      expect(step(state, permissions)).toEqual({ do: 'nothing', because: 'closed' });
    },
  );
});

describe('guide: an order whose SMS came needs nothing', () => {
  test.each(WITH_SMS)('%s', (state) => {
    expect(step(state, {}, { dialect: 'guide' })).toEqual({ do: 'nothing', because: 'paid' });
  });

  test('one without an SMS is cancelled at once', () => {
    expect(step('waiting', {}, { dialect: 'guide' })).toEqual({ do: 'cancel' });
  });
});

describe('openapi: an order whose SMS came', () => {
  test.each(WITH_SMS.flatMap((state) => [true, false, null].map((c) => [state, c] as const)))(
    'is finished if the server allows it: %s, can_cancel %s',
    (state, cancel) => {
      expect(step(state, { finish: true, cancel })).toEqual({ do: 'finish' });
    },
  );

  test.each(WITH_SMS)('is finished where the server says nothing: %s', (state) => {
    expect(step(state)).toEqual({ do: 'finish' });
  });

  test('is cancelled where that alone is allowed', () => {
    expect(step('otp-received', { finish: false, cancel: true })).toEqual({ do: 'cancel' });
    expect(step('otp-received', { finish: null, cancel: true })).toEqual({ do: 'cancel' });
  });

  test('is read again shortly where nothing is allowed', () => {
    expect(step('otp-received', { finish: false, cancel: false })).toEqual({
      do: 'wait',
      until: START + 3_000,
    });
  });

  test('is given up where nothing is allowed and no time is left', () => {
    const late = { now: DEADLINE - 2_999 };
    expect(step('otp-received', { finish: false, cancel: false }, late)).toEqual({
      do: 'give-up',
      because: 'refused',
    });
  });
});

describe('openapi: an order without an SMS', () => {
  test('is cancelled if the server allows it, even before the time that it named', () => {
    const cancelAvailableAt = START + 60_000;
    expect(step('waiting', { cancel: true, cancelAvailableAt })).toEqual({ do: 'cancel' });
  });

  test('is cancelled where the server says nothing', () => {
    expect(step('waiting')).toEqual({ do: 'cancel' });
  });

  test('is cancelled from the named time on, where the server says nothing else', () => {
    expect(step('waiting', { cancelAvailableAt: START })).toEqual({ do: 'cancel' });
  });

  test('is finished where that alone is allowed: an SMS came that nobody could read', () => {
    expect(step('waiting', { finish: true, cancel: false })).toEqual({ do: 'finish' });
  });

  test.each([false, null])('waits for its cancel window: can_cancel %s', (cancel) => {
    const cancelAvailableAt = START + 20_000;
    expect(step('waiting', { cancel, cancelAvailableAt })).toEqual({
      do: 'wait',
      until: cancelAvailableAt,
    });
  });

  test('is read again every 30 s while it waits for a window that is further off', () => {
    const cancelAvailableAt = START + 120_000;
    expect(step('waiting', { cancel: false, cancelAvailableAt })).toEqual({
      do: 'wait',
      until: START + 30_000,
    });
  });

  test('waits for a window that opens exactly at the deadline', () => {
    expect(step('waiting', { cancel: false, cancelAvailableAt: DEADLINE })).toMatchObject({
      do: 'wait',
    });
  });

  test.each([false, null])(
    'is given up at once for a window beyond it: can_cancel %s',
    (cancel) => {
      expect(step('waiting', { cancel, cancelAvailableAt: DEADLINE + 1 })).toEqual({
        do: 'give-up',
        because: 'window',
      });
    },
  );

  test.each([false, null])(
    'is read again where it may not be cancelled and nobody says when: can_finish %s',
    (finish) => {
      expect(step('waiting', { finish, cancel: false })).toEqual({
        do: 'wait',
        until: START + 3_000,
      });
    },
  );

  test('is read again even if that is just at the deadline', () => {
    expect(step('waiting', { cancel: false }, { now: DEADLINE - 3_000 })).toEqual({
      do: 'wait',
      until: DEADLINE,
    });
  });

  test('is given up where it may not be cancelled and no time is left', () => {
    expect(step('waiting', { cancel: false }, { now: DEADLINE })).toEqual({
      do: 'give-up',
      because: 'refused',
    });
  });
});

describe('a cancel window by our clock', () => {
  const opens = (at: number, more: { rentedAt?: number | null; createdAt?: number | null }) => {
    const { rentedAt = START, createdAt = START } = more;
    const permissions = { finish: null, cancel: null, cancelAvailableAt: at };
    return byOurClock(order('7', { createdAt, permissions }), { rentedAt }).permissions
      .cancelAvailableAt;
  };

  test('opens as long after our purchase as it does after the creation by theirs', () => {
    expect(opens(START + 320_000, { createdAt: START + 300_000 })).toBe(START + 20_000);
  });

  test('is not put off by a clock of theirs that runs behind', () => {
    expect(opens(START - 280_000, { createdAt: START - 300_000 })).toBe(START - 280_000);
  });

  test('does not open before the purchase, whatever they say', () => {
    expect(opens(START + 1_000, { createdAt: START + 5_000 })).toBe(START);
  });

  test.each([{ rentedAt: null }, { createdAt: null }])('stands as it is without %o', (more) => {
    expect(opens(START + 20_000, more)).toBe(START + 20_000);
  });
});

describe('the pause after the n-th refusal', () => {
  test('is that of every back-off: 1, 2, 4, 8, 16, at most 30 s', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7].map((n) => recheckAfter(n) / 1000);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });

  test('is what an order is read again after that allows nothing', () => {
    const nothing = { finish: false, cancel: false };
    expect(step('waiting', nothing, { refusals: 3 })).toEqual({ do: 'wait', until: START + 4_000 });
    expect(step('otp-received', nothing, { refusals: 4 })).toEqual({
      do: 'wait',
      until: START + 8_000,
    });
  });
});
