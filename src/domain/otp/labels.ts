import {
  CODE_WORDS,
  PREPOSITIONS,
  PURPOSE_WORDS,
  SURE_CODE_WORDS,
  TYPING_WORDS,
} from './words/code-words.ts';
import { OTHER_CODES, OTHER_WORDS } from './words/other-words.ts';
import { PROMOTION_WORDS } from './words/promotion-words.ts';
import { POSSESSIVES, SUPPORT_WORDS } from './words/support-words.ts';
import { MINUTES } from './words/units.ts';
import { wordFinder } from './words/find-words.ts';

/**
 * What a word says of the number beside it. `sure`: a one-time code, or part of what it is for.
 * `code`: a code of some kind. `typing`: to be typed in. `purpose`: what one-time codes are for.
 * `other`: something else.
 */
export type LabelKind = 'sure' | 'code' | 'typing' | 'purpose' | 'other';

export interface Label {
  kind: LabelKind;
  start: number;
  /** First character after it. */
  end: number;
  /** Of a mere "code": the message says that it is a secret of the reader's. */
  believed: boolean;
  /** "For" or the like follows: what comes then is what the code is for. */
  hasPurpose: boolean;
}

const listed = (words: Record<string, readonly string[]>): string[] => Object.values(words).flat();

const findNames = wordFinder<LabelKind>([
  // In this order: "pickup code" is looked for before "code".
  { kind: 'other', words: [...listed(OTHER_WORDS), ...OTHER_CODES] },
  { kind: 'sure', words: listed(SURE_CODE_WORDS) },
  { kind: 'code', words: listed(CODE_WORDS) },
  { kind: 'purpose', words: listed(PURPOSE_WORDS) },
  { kind: 'typing', words: listed(TYPING_WORDS) },
]);

const findOtherMatters = wordFinder([
  { kind: 'other', words: [...listed(PROMOTION_WORDS), ...OTHER_CODES] },
]);

const findSupport = wordFinder([
  { kind: 'support', words: [...listed(SUPPORT_WORDS), ...MINUTES] },
]);

const findPossessives = wordFinder([{ kind: 'your', words: POSSESSIVES }]);

const findPrepositions = wordFinder([{ kind: 'for', words: PREPOSITIONS }]);

/** Letters between "your" and "code", for the name of an app. */
const REACH_OF_YOUR = 20;

/**
 * The words of a plain text that name a number, from left to right. A mere "code" that belongs to
 * another word ("order code", "code of the order") names that word's number.
 */
export function findLabels(text: string): Label[] {
  const supported = findSupport(text).length > 0;
  const possessives = findPossessives(text).map(({ start }) => start);
  const prepositions = new Set(findPrepositions(text).map(({ start }) => start));
  const labels = findNames(text).map((name) => ({
    ...name,
    hasPurpose: prepositions.has(name.end) || prepositions.has(name.end + 1),
    believed: supported || isYours(text, possessives, name.start, name.end),
  }));
  return labels.map((label, at) => {
    const beside = [labels[at - 1], labels[at + 1]].filter((next) => next?.kind === 'other');
    return label.kind === 'code' && beside.some((other) => other && belong(text, label, other))
      ? { ...label, kind: 'other' as const }
      : label;
  });
}

function belong(text: string, a: Label, b: Label): boolean {
  const between = a.start < b.start ? text.slice(a.end, b.start) : text.slice(b.end, a.start);
  return /^(?: |-)?(?:\p{L}{1,3} )?$/u.test(between);
}

/** Whether a plain text advertises something, or tells the code of a door, a parcel, a booking. */
export function hasAnotherMatter(text: string): boolean {
  return findOtherMatters(text).length > 0 || /\d ?[%٪]/.test(text);
}

/** Whether "your" stands in the same clause as the word at `start`, or is a part of it. */
function isYours(
  text: string,
  possessives: readonly number[],
  start: number,
  end: number,
): boolean {
  return possessives.some((at) => {
    const between = at < start ? text.slice(at, start) : text.slice(end, at);
    return (
      between.length <= 3 * REACH_OF_YOUR &&
      !/[.!?\n。！？]/.test(between) &&
      (between.match(/\p{L}/gu) ?? []).length <= REACH_OF_YOUR
    );
  });
}
