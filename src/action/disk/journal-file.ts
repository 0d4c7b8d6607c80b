import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { Failure } from '../../domain/failure.ts';
import { foldJournal, type JournalEvent, type JournalFold } from '../../domain/journal.ts';
import type { Journal } from '../../domain/ports.ts';
import { readOrNull } from './job-folder.ts';
import { readLine, writeLine, writeStateLine } from './journal-lines.ts';

/**
 * The step's own journal: a line for each event, in the step's file and in GITHUB_STATE. Each of
 * the two survives what can happen to the other. A process that is killed loses nothing that was
 * appended; a machine that is lost takes RUNNER_TEMP with it anyway, so nothing is flushed to disk.
 */
export class JournalFile implements Journal {
  readonly #path: string;
  readonly #saveState: (name: string, value: string) => void;
  #count = 0;
  #cutOff = false;

  constructor(path: string, saveState: (name: string, value: string) => void) {
    this.#path = path;
    this.#saveState = saveState;
  }

  append(event: JournalEvent): void {
    this.#count += 1;
    const name = `event-${String(this.#count).padStart(4, '0')}`;
    // Each is tried whatever becomes of the other: it may be all that is left to post.
    const [error] = [
      ...errorOf(() => {
        this.#appendLine(writeLine(event));
      }),
      ...errorOf(() => {
        this.#saveState(name, writeStateLine(event));
      }),
    ];
    if (error === undefined) return;
    throw new Failure(
      'invalid-input',
      `What is about to happen cannot be written down (${error.message}), so nothing more is bought. Check the runner's disk, RUNNER_TEMP and GITHUB_STATE.`,
      { cause: error },
    );
  }

  /** A disk that fills up may take half a line; the next one must not be glued to it. */
  #appendLine(line: string): void {
    const start = this.#cutOff ? '\n' : '';
    this.#cutOff = true;
    appendFileSync(this.#path, `${start}${line}\n`, { mode: 0o600 });
    this.#cutOff = false;
  }

  note(event: JournalEvent): void {
    try {
      this.append(event);
    } catch {
      // Whoever reads the journal later asks the provider instead.
    }
  }

  isClosed(): boolean {
    return isClosedByPost(this.#path);
  }
}

function errorOf(write: () => void): Error[] {
  try {
    write();
    return [];
  } catch (error) {
    return [error instanceof Error ? error : new Error(String(error))];
  }
}

/** Post's way to write: giving back must go on, whatever the disk says. */
export function postJournal(path: string): Journal {
  const append = (event: JournalEvent): void => {
    try {
      // Main's last line may be cut off by a kill; an empty line is no line.
      appendFileSync(path, `\n${writeLine(event)}\n`, { mode: 0o600 });
    } catch {
      // Nobody reads on after post.
    }
  };
  return { append, note: append, isClosed: () => false };
}

/** The file whose existence says: post has begun, buy nothing any more. */
function tombstone(journalPath: string): string {
  return `${journalPath}.closed`;
}

export function isClosedByPost(journalPath: string): boolean {
  return existsSync(tombstone(journalPath));
}

export function writeTombstone(journalPath: string): void {
  try {
    writeFileSync(tombstone(journalPath), '');
  } catch {
    // Without the folder main cannot buy either: its own journal has nowhere to go.
  }
}

export interface ReadJournal {
  fold: JournalFold;
  /** How many events the lines told of. */
  events: number;
  unreadable: number;
  newer: number | null;
}

/** Reads lines of one or more journals; the same event may come from file and state. */
export function readJournal(lines: Iterable<string>): ReadJournal {
  const events: JournalEvent[] = [];
  let unreadable = 0;
  let newer: number | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const read = readLine(line);
    switch (read.kind) {
      case 'event':
        events.push(read.event);
        break;
      case 'unreadable':
        unreadable += 1;
        break;
      case 'newer':
        newer = read.version;
        break;
    }
  }
  // One copy may repeat an intent after the other has told its answer.
  const intents = events.filter(({ type }) => type === 'intent');
  const rest = events.filter(({ type }) => type !== 'intent');
  return { fold: foldJournal([...intents, ...rest]), events: events.length, unreadable, newer };
}

/**
 * The lines of a journal. A last line that a kill or another step's writing cut off is no line: what
 * it tells had not happened yet, or is asked for again.
 */
export function journalLines(path: string): string[] {
  const lines = readOrNull(path)?.split('\n') ?? [];
  const cutOff = readLine(lines.at(-1) ?? '').kind === 'unreadable';
  return cutOff ? lines.slice(0, -1) : lines;
}
