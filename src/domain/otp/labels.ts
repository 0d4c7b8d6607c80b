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
import { wordPattern } from './words/word-pattern.ts';

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

const KINDS: readonly { kind: LabelKind; words: Record<string, readonly string[]> }[] = [
  // In this order: "pickup code" is looked for before "code".
  { kind: 'other', words: { ...OTHER_WORDS, codes: OTHER_CODES } },
  { kind: 'sure', words: SURE_CODE_WORDS },
  { kind: 'code', words: CODE_WORDS },
  { kind: 'purpose', words: PURPOSE_WORDS },
  { kind: 'typing', words: TYPING_WORDS },
];

const LABELS = new RegExp(
  KINDS.map(({ words }) => `(${wordPattern(Object.values(words).flat())})`).join('|'),
  'giu',
);

const ANOTHER_MATTER = new RegExp(
  wordPattern([...Object.values(PROMOTION_WORDS).flat(), ...OTHER_CODES]),
  'iu',
);

const SUPPORT = new RegExp(wordPattern([...Object.values(SUPPORT_WORDS).flat(), ...MINUTES]), 'iu');

const POSSESSIVE = new RegExp(wordPattern(POSSESSIVES), 'giu');

const FOR = new RegExp(`^ ?(?:${wordPattern(PREPOSITIONS)})`, 'iu');

/** Letters between "your" and "code", for the name of an app. */
const REACH_OF_YOUR = 20;

/**
 * The words of a plain text that name a number, from left to right. A mere "code" that belongs to
 * another word ("order code", "code of the order") names that word's number.
 */
export function findLabels(text: string): Label[] {
  const supported = SUPPORT.test(text);
  const possessives = [...text.matchAll(POSSESSIVE)].map(({ index }) => index);
  const labels = [...text.matchAll(LABELS)].map((match) => ({
    kind: KINDS[match.slice(1).findIndex((group) => group !== undefined)]?.kind ?? 'other',
    start: match.index,
    end: match.index + match[0].length,
    hasPurpose: FOR.test(text.slice(match.index + match[0].length).slice(0, 12)),
    believed: supported || isYours(text, possessives, match.index, match.index + match[0].length),
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
  return ANOTHER_MATTER.test(text) || /\d ?[%٪]/.test(text);
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
