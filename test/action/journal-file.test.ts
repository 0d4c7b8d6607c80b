import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  JournalFile,
  journalLines,
  postJournal,
  readJournal,
  writeTombstone,
} from '../../src/action/disk/journal-file.ts';
import { writeLine } from '../../src/action/disk/journal-lines.ts';
import type { JournalEvent } from '../../src/domain/journal.ts';
import { START } from '../support/fake-clock.ts';
import { intent, lease } from '../support/samples.ts';
import { tempFolder } from '../support/temp-folder.ts';

const sent: JournalEvent = { type: 'intent', intent: intent('k') };
const rented: JournalEvent = { type: 'rented', key: 'k', lease: lease('7') };
const closed: JournalEvent = { type: 'closed', orderId: '7', how: 'cancelled', at: START };

interface Opened {
  path: string;
  journal: JournalFile;
  state: Record<string, string>;
}

function open(save?: (name: string, value: string) => void): Opened {
  const path = join(tempFolder(), 'step.ndjson');
  const state: Record<string, string> = {};
  const journal = new JournalFile(path, (name, value) => {
    save?.(name, value);
    state[name] = value;
  });
  return { path, journal, state };
}

/** A journal whose file cannot be written: a folder has its name. */
function withoutFile(): Opened {
  const opened = open();
  mkdirSync(opened.path);
  return opened;
}

const full = (): never => {
  throw new Error('no space left on device');
};

describe('what is appended', () => {
  test('stands in the file, a line each, in order', () => {
    const { path, journal } = open();
    journal.append(sent);
    journal.append(rented);
    expect(readFileSync(path, 'utf8')).toBe(`${writeLine(sent)}\n${writeLine(rented)}\n`);
  });

  test('stands in the state as well, under names that sort in order', () => {
    const { journal, state } = open();
    for (let count = 0; count < 11; count += 1) journal.append(sent);
    expect(Object.keys(state)).toEqual(Object.keys(state).toSorted());
    expect(Object.keys(state)).toHaveLength(11);
    expect(Object.keys(state)[0]).toBe('event-0001');
  });

  test('is readable by its owner alone', () => {
    const { path, journal } = open();
    journal.append(sent);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('fails as invalid-input where the file cannot be written, and says what to check', () => {
    const { journal } = withoutFile();
    expect(() => {
      journal.append(sent);
    }).toThrow(/cannot be written down.*nothing more is bought.*RUNNER_TEMP/);
  });

  test('fails where the state cannot be written', () => {
    const { journal } = open(full);
    expect(() => {
      journal.append(sent);
    }).toThrow(/no space left/);
  });

  test('still reaches the state where the file fails, for either may be all that is left', () => {
    const { journal, state } = withoutFile();
    expect(() => {
      journal.append(rented);
    }).toThrow();
    expect(Object.values(state)).toHaveLength(1);
  });
});

test('what follows half a line, as a disk takes it that fills up, is not glued to it', () => {
  const { path, journal } = withoutFile();
  journal.note(sent);
  rmdirSync(path);
  writeFileSync(path, writeLine(sent).slice(0, 20));

  journal.append(rented);

  expect(readJournal(journalLines(path)).fold.open).toEqual([lease('7')]);
});

test('a journal that cannot be written is the kind invalid-input', () => {
  const { journal } = withoutFile();
  expect(() => {
    journal.append(sent);
  }).toThrow(expect.objectContaining({ kind: 'invalid-input' }) as Error);
});

test('what is noted stands in the journal as well', () => {
  const { path, journal } = open();
  journal.note(closed);
  expect(readFileSync(path, 'utf8')).toBe(`${writeLine(closed)}\n`);
});

test('what is only noted never fails', () => {
  const { journal } = withoutFile();
  expect(() => {
    journal.note(closed);
  }).not.toThrow();
});

test('the tombstone says that post has begun', () => {
  const { path, journal } = open();
  expect(journal.isClosed()).toBe(false);
  writeTombstone(path);
  expect(journal.isClosed()).toBe(true);
});

test('a tombstone that cannot be written does not stop post', () => {
  expect(() => {
    writeTombstone(join(tempFolder(), 'gone', 'step.ndjson'));
  }).not.toThrow();
});

describe('the journal of post', () => {
  test('goes on where the step ended', () => {
    const { path, journal } = open();
    journal.append(rented);
    postJournal(path).append(closed);
    expect(readJournal(journalLines(path)).fold.open).toEqual([]);
  });

  test('is not glued to a line that a kill cut off', () => {
    const { path, journal } = open();
    journal.append(rented);
    appendFileSync(path, writeLine(sent).slice(0, 20));
    postJournal(path).append(closed);
    expect(readJournal(journalLines(path)).fold.open).toEqual([]);
  });

  test('is readable by its owner alone, also where main wrote none', () => {
    const path = join(tempFolder(), 'step.ndjson');
    postJournal(path).append(closed);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('never stops the giving back, whatever the disk says', () => {
    const { path } = withoutFile();
    expect(() => {
      postJournal(path).append(closed);
    }).not.toThrow();
  });

  test('is never closed', () => {
    const { path } = open();
    writeTombstone(path);
    expect(postJournal(path).isClosed()).toBe(false);
  });
});

describe('reading', () => {
  test('a journal that is not there is an empty one', () => {
    expect(readJournal(journalLines(join(tempFolder(), 'none.ndjson'))).fold.all).toEqual([]);
  });

  test('an empty line is no line', () => {
    expect(readJournal(['', ' ', writeLine(rented)]).unreadable).toBe(0);
  });

  const read = (text: string): [string[], number] => {
    const { path } = open();
    writeFileSync(path, text);
    const { fold, unreadable } = readJournal(journalLines(path));
    return [fold.open.map(({ orderId }) => orderId), unreadable];
  };

  test('a last line that was cut off is no line', () => {
    const text = `${writeLine(rented)}\n${writeLine(closed).slice(0, 20)}`;
    expect(read(text)).toEqual([['7'], 0]);
  });

  test('a last line that lacks only its end is read', () => {
    expect(read(writeLine(rented))).toEqual([['7'], 0]);
  });

  test('a line that was cut off or is foreign is counted, and the rest is read', () => {
    const text = `${writeLine(closed).slice(0, 20)}\n${writeLine(rented)}\n`;
    expect(read(text)).toEqual([['7'], 1]);
  });

  test('a line of a newer version is told by its number', () => {
    expect(readJournal([writeLine(rented), '{"v":3,"type":"new"}']).newer).toBe(3);
  });

  test('an intent that one copy repeats after the other has its answer stays answered', () => {
    const fromState = [sent, rented].map(writeLine);
    const fromFile = [writeLine(sent)];
    expect(readJournal([...fromState, ...fromFile]).fold.unanswered).toEqual([]);
  });
});
