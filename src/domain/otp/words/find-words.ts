/** Where a word stands in a text; `end` is the first character after it. */
export interface Found<Kind> {
  kind: Kind;
  start: number;
  end: number;
}

/** Finds words in a text, from left to right; where several begin, the first of the list. */
export type FindWords<Kind> = (text: string) => Found<Kind>[];

interface WordList<Kind> {
  kind: Kind;
  words: readonly string[];
}

/** Words by their first letter; those of one letter in the order in which they are tried. */
type Index<Kind> = Map<string, Entry<Kind>[]>;

interface Entry<Kind> {
  kind: Kind;
  /** Lower case; a `*` within stands for more letters, a space may be missing. */
  word: string;
  accentsOptional: boolean;
  opensLeft: boolean;
  opensRight: boolean;
}

/** Shorter words keep their accents: `thẻ` (Vietnamese for card) is not `the`. */
const LEAST_LETTERS_WITHOUT_ACCENTS = 5;

const LETTER = /[\p{L}\p{M}]/u;

/**
 * A finder of words in any case. A word stands alone, unless a `*` allows more letters there: at its
 * end or within for inflection, in front for compounds. With one at both ends it may be a part of
 * anything, as in scripts without spaces. Accents may be missing. Of one kind, longer words go first.
 *
 * Hash and comparison, no regular expression: one of a thousand words takes V8 seconds to compile.
 */
export function wordFinder<Kind>(lists: readonly WordList<Kind>[]): FindWords<Kind> {
  let index: Index<Kind> | null = null;
  return (text) => {
    index ??= indexOf(lists); // not before it is needed: most steps read no message
    const lower = lowerCase(text);
    const found: Found<Kind>[] = [];
    for (let at = 0; at < lower.length; at++) {
      const next = entryAt(index, lower, at);
      if (next === null) continue;
      found.push(next);
      at = next.end - 1;
    }
    return found;
  };
}

function indexOf<Kind>(lists: readonly WordList<Kind>[]): Index<Kind> {
  const index: Index<Kind> = new Map();
  for (const { kind, words } of lists) {
    for (const entry of [...words].sort((a, b) => b.length - a.length).map(entryOf(kind))) {
      const first = entry.word.charAt(0);
      for (const letter of new Set([first, withoutAccent(first)])) {
        const same = index.get(letter);
        if (same === undefined) index.set(letter, [entry]);
        else same.push(entry);
      }
    }
  }
  return index;
}

function entryAt<Kind>(index: Index<Kind>, text: string, at: number): Found<Kind> | null {
  const isStart = !LETTER.test(text.charAt(at - 1));
  for (const entry of index.get(text.charAt(at)) ?? []) {
    const end = isStart || entry.opensLeft ? endOf(entry, text, at) : -1;
    if (end > at) return { kind: entry.kind, start: at, end };
  }
  return null;
}

function entryOf<Kind>(kind: Kind): (written: string) => Entry<Kind> {
  return (written) => {
    const opensLeft = written.startsWith('*');
    const opensRight = written.endsWith('*');
    const word = lowerCase(written.slice(opensLeft ? 1 : 0, opensRight ? -1 : undefined));
    const letters = word.match(/\p{L}/gu) ?? [];
    const accentsOptional = letters.length >= LEAST_LETTERS_WITHOUT_ACCENTS;
    return { kind, word, accentsOptional, opensLeft, opensRight };
  };
}

/** The end of this word in a lower-case text, if it begins at `start`; else -1. */
function endOf<Kind>(entry: Entry<Kind>, text: string, start: number): number {
  let at = start;
  for (const letter of entry.word) {
    const here = text.charAt(at);
    if (letter === '*') at = afterLetters(text, at);
    else if (here === letter) at += 1;
    else if (entry.accentsOptional && here !== '' && here === withoutAccent(letter)) at += 1;
    else if (letter !== ' ') return -1;
  }
  if (entry.opensRight) return entry.opensLeft ? at : afterLetters(text, at);
  return LETTER.test(text.charAt(at)) ? -1 : at;
}

function afterLetters(text: string, start: number): number {
  let at = start;
  while (LETTER.test(text.charAt(at))) at += 1;
  return at;
}

function withoutAccent(letter: string): string {
  return /[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]/.test(letter)
    ? letter.normalize('NFD').charAt(0)
    : letter;
}

/** As long as the text: a letter whose lower case is longer stays. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from({ length: text.length }, (_, at) => {
    const letter = text.charAt(at);
    return letter.toLowerCase().length === 1 ? letter.toLowerCase() : letter;
  }).join('');
}
