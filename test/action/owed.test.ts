import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeLine, writeStateLine } from '../../src/action/disk/journal-lines.ts';
import { readOwed, type Owed } from '../../src/action/post/owed.ts';
import type { JournalEvent } from '../../src/domain/journal.ts';
import { START } from '../support/fake-clock.ts';
import { intent, lease } from '../support/samples.ts';
import { stepState } from '../support/step-states.ts';
import { tempFolder } from '../support/temp-folder.ts';

const sent: JournalEvent = { type: 'intent', intent: intent('k') };
const rented: JournalEvent = { type: 'rented', key: 'k', lease: lease('7') };
const closed: JournalEvent = { type: 'closed', orderId: '7', how: 'cancelled', at: START };

const fileOf = (events: JournalEvent[]): string => events.map((e) => `${writeLine(e)}\n`).join('');
const stateOf = (events: JournalEvent[]): Record<string, string> =>
  Object.fromEntries(
    events.map((e, index) => [`STATE_event-000${String(index + 1)}`, writeStateLine(e)]),
  );

interface Left {
  file?: JournalEvent[];
  state?: JournalEvent[];
  sibling?: JournalEvent[];
}

function owed({ file, state = [], sibling }: Left): Owed {
  const folder = tempFolder();
  const journal = join(folder, 'own.ndjson');
  if (file !== undefined) writeFileSync(journal, fileOf(file));
  if (sibling !== undefined) writeFileSync(join(folder, 'sibling.ndjson'), fileOf(sibling));
  return readOwed(stepState(journal), stateOf(state));
}

const open = (left: Left): string[] => owed(left).open.map(({ orderId }) => orderId);

describe('what a step owes', () => {
  test('is what its journal leaves open', () => {
    expect(open({ file: [sent, rented] })).toEqual(['7']);
    expect(open({ file: [sent, rented, closed] })).toEqual([]);
  });

  test('is in the state where the file is gone', () => {
    expect(open({ state: [sent, rented] })).toEqual(['7']);
  });

  test('is in the file where the state is gone', () => {
    expect(open({ file: [sent, rented], state: [] })).toEqual(['7']);
  });

  test('is told once where both tell of it, with the phone number of the file', () => {
    expect(owed({ file: [sent, rented], state: [sent, rented] }).open).toEqual([lease('7')]);
  });

  test('is not what the state alone tells to be closed', () => {
    expect(open({ file: [sent, rented], state: [sent, rented, closed] })).toEqual([]);
  });

  test('is not what another step of the job has closed meanwhile', () => {
    expect(open({ file: [sent, rented], sibling: [closed] })).toEqual([]);
  });

  test('is not what another step of the job owes', () => {
    expect(open({ file: [], sibling: [sent, rented] })).toEqual([]);
  });

  test('is also a purchase without an answer', () => {
    expect(owed({ file: [sent] }).unanswered).toEqual([intent('k')]);
  });

  test('is no purchase whose answer only the state still tells', () => {
    expect(owed({ file: [sent], state: [sent, rented] }).unanswered).toEqual([]);
  });
});

test('the state is read in the order of writing, whatever the order of the environment', () => {
  const renting = ['7', '8'].map((id): JournalEvent => ({
    type: 'rented',
    key: id,
    lease: lease(id, { phoneNumber: '' }),
  }));
  const env = Object.fromEntries(Object.entries(stateOf(renting)).toReversed());
  const { open: found } = readOwed(stepState(join(tempFolder(), 'own.ndjson')), env);
  expect(found.map(({ orderId }) => orderId)).toEqual(['7', '8']);
});

test('other variables of the environment are no journal', () => {
  const env = { STATE_other: '{"v":9}', HOME: '{"v":9}' };
  expect(readOwed(stepState(join(tempFolder(), 'own.ndjson')), env).newer).toBeNull();
});

test('a step that rented and gave back is told from one that never rented', () => {
  expect(owed({ file: [sent, rented, closed] }).rentedAny).toBe(true);
  expect(owed({ file: [] }).rentedAny).toBe(false);
});

test('a journal of a newer version is told, for what it owes cannot be', () => {
  const journal = join(tempFolder(), 'own.ndjson');
  writeFileSync(journal, '{"v":9,"type":"leased"}\n');
  expect(readOwed(stepState(journal), {}).newer).toBe(9);
});

describe('a line of the file that cannot be read', () => {
  const damaged = (text: string, copies: JournalEvent[]): number => {
    const journal = join(tempFolder(), 'own.ndjson');
    writeFileSync(journal, text);
    return readOwed(stepState(journal), stateOf(copies)).damaged;
  };

  test('is no harm where the state has a copy of each', () => {
    expect(damaged(`garbage\n${writeLine(rented)}\n`, [sent, rented])).toBe(0);
  });

  test('is told where the state has not', () => {
    expect(damaged(`garbage\n${writeLine(rented)}\n`, [])).toBe(1);
  });

  test('is none where a kill cut the last one off', () => {
    expect(damaged(`${writeLine(sent)}\n{"v":1,"ty`, [])).toBe(0);
  });
});

test('a folder that is gone owes what the state tells', () => {
  const state = stepState(join(tempFolder(), 'gone', 'own.ndjson'));
  expect(readOwed(state, stateOf([sent, rented])).open.map((l) => l.orderId)).toEqual(['7']);
});

describe('post is told beside it', () => {
  const adopted: JournalEvent = { type: 'adopted', lease: lease('8') };

  test('what the step rented itself, and did not only adopt', () => {
    expect([...owed({ file: [sent, rented, adopted] }).rented]).toEqual(['7']);
  });

  test('what another job was told of', () => {
    const handedOver: JournalEvent = { type: 'handed-over', orderId: '7' };
    expect([...owed({ file: [sent, rented, handedOver] }).handedOver]).toEqual(['7']);
  });

  test.each([
    ['by itself', { file: [sent, rented, closed] }],
    ['by another step', { file: [sent, rented], sibling: [closed] }],
  ])('how and when an order of the step was closed, %s', (_, left) => {
    const closing = { how: 'cancelled', at: START };
    expect(owed(left).bookings).toEqual([{ lease: lease('7'), closed: closing }]);
  });

  test('what other steps of the job rented, for it moved the balance as well', () => {
    const bookings = owed({ file: [], sibling: [sent, rented] }).bookings;
    expect(bookings).toEqual([{ lease: lease('7'), closed: null }]);
  });
});

test('an order of another account is another order, whatever its id', () => {
  const folder = tempFolder();
  const own = join(folder, `own.${'a'.repeat(16)}.ndjson`);
  writeFileSync(own, fileOf([sent, rented]));
  writeFileSync(join(folder, `sibling.${'b'.repeat(16)}.ndjson`), fileOf([closed]));
  expect(readOwed(stepState(own), {}).open.map(({ orderId }) => orderId)).toEqual(['7']);
});
