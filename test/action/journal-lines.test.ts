import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/action/disk/journal-file.ts';
import { readLine, writeLine, writeStateLine } from '../../src/action/disk/journal-lines.ts';
import type { JournalEvent } from '../../src/domain/journal.ts';
import { START } from '../support/fake-clock.ts';
import { intent, lease } from '../support/samples.ts';

const text = fc.string({ unit: 'grapheme' });
const money = fc.option(fc.nat(), { nil: null });
const time = fc.integer({ min: 0, max: 8.64e15 });

const leases = fc.record({
  orderId: text,
  phoneNumber: text,
  country: text,
  countryCode: text,
  platform: text,
  price: money,
  currency: fc.constant('IDR' as const),
  status: fc.constantFrom('waiting', 'otp-received', 'completed', 'cancelled', 'expired'),
  expiresAt: fc.option(time, { nil: null }),
  rentedAt: fc.option(time, { nil: null }),
});

const intents = fc.record({
  key: text,
  path: text,
  body: text,
  dialect: fc.constantFrom('guide', 'openapi'),
  at: time,
  country: text,
  countryCode: text,
  platform: text,
  price: money,
  balance: money,
});

const events: fc.Arbitrary<JournalEvent> = fc.oneof(
  fc.record({ type: fc.constant('intent' as const), intent: intents }),
  fc.record({ type: fc.constant('rented' as const), key: text, lease: leases }),
  fc.record({ type: fc.constant('refused' as const), key: text, why: text }),
  fc.record({ type: fc.constant('adopted' as const), lease: leases }),
  fc.record({ type: fc.constant('handed-over' as const), orderId: text }),
  fc.record({
    type: fc.constant('closed' as const),
    orderId: text,
    how: fc.constantFrom('cancelled', 'finished', 'already-closed', 'paid'),
    at: time,
  }),
  fc.record({ type: fc.constant('ended' as const) }),
);

test('every event is read as it was written', () => {
  fc.assert(
    fc.property(events, (event) => {
      expect(readLine(writeLine(event))).toEqual({ kind: 'event', event });
    }),
  );
});

test.each(['cancelled', 'finished', 'already-closed', 'paid'] as const)(
  'an order that was closed as "%s" is read as such',
  (how) => {
    const event: JournalEvent = { type: 'closed', orderId: '7', how, at: START };
    expect(readLine(writeLine(event))).toEqual({ kind: 'event', event });
  },
);

test('an event is one line, whatever its texts hold', () => {
  fc.assert(
    fc.property(events, (event) => {
      expect(writeLine(event)).not.toMatch(/[\r\n]/);
    }),
  );
});

test('a line that is cut off anywhere is unreadable, never another event', () => {
  fc.assert(
    fc.property(
      events,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (event, part) => {
        const line = writeLine(event);
        const cut = line.slice(0, Math.floor(line.length * part));
        expect(readLine(cut)).toEqual({ kind: 'unreadable' });
      },
    ),
  );
});

describe('the copy in the state', () => {
  test('holds no phone number', () => {
    const line = writeStateLine({ type: 'rented', key: 'k', lease: lease('7') });
    expect(line).not.toContain('628123456789');
  });

  test('is read as the same event without it', () => {
    const line = writeStateLine({ type: 'rented', key: 'k', lease: lease('7') });
    const event = { type: 'rented', key: 'k', lease: lease('7', { phoneNumber: '' }) };
    expect(readLine(line)).toEqual({ kind: 'event', event });
  });

  test('is otherwise the same line', () => {
    const event: JournalEvent = { type: 'intent', intent: intent('k') };
    expect(writeStateLine(event)).toBe(writeLine(event));
  });
});

test.each(['__proto__', 'constructor', 'toString'])(
  'a line whose ids every object of JavaScript has is a line like any other: %s',
  (name) => {
    const lines: JournalEvent[] = [
      { type: 'intent', intent: intent(name) },
      { type: 'intent', intent: intent('other') },
      { type: 'rented', key: name, lease: lease(name) },
    ];
    const { open, unanswered } = readJournal(lines.map(writeLine)).fold;
    expect(open.map(({ orderId }) => orderId)).toEqual([name]);
    expect(unanswered.map(({ key }) => key)).toEqual(['other']);
  },
);

test('a line of a newer version is refused by its number, not guessed', () => {
  const newer = { ...(JSON.parse(writeLine({ type: 'ended' })) as object), v: 2 };
  expect(readLine(JSON.stringify(newer))).toEqual({ kind: 'newer', version: 2 });
});

test.each([
  ['no JSON', 'nonsense'],
  ['JSON of others', '{"hello":1}'],
  ['no object', '7'],
  ['an unknown type of this version', '{"v":1,"type":"sold"}'],
  [
    'a time of no calendar',
    writeLine({ type: 'rented', key: 'k', lease: lease('7', { expiresAt: 1e300 }) }),
  ],
  ['a lease without its id', '{"v":1,"type":"rented","key":"k","lease":{}}'],
])('unreadable: %s', (_, line) => {
  expect(readLine(line)).toEqual({ kind: 'unreadable' });
});
