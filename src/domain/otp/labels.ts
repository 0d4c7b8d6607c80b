import { CODE_WORDS, PURPOSE_WORDS, SURE_CODE_WORDS } from './words/code-words.ts';
import { OTHER_WORDS } from './words/other-words.ts';
import { PROMOTION_WORDS } from './words/promotion-words.ts';
import { withoutAccents, wordPattern } from './words/word-pattern.ts';

/** What a word says of the number beside it; `other`: it is no one-time code. */
export type LabelKind = 'sure' | 'code' | 'purpose' | 'other';

export interface Label {
  kind: LabelKind;
  start: number;
  /** First character after it. */
  end: number;
}

const KINDS: readonly { kind: LabelKind; words: Record<string, readonly string[]> }[] = [
  // In this order: "pickup code" is looked for before "code".
  { kind: 'other', words: OTHER_WORDS },
  { kind: 'sure', words: SURE_CODE_WORDS },
  { kind: 'code', words: CODE_WORDS },
  { kind: 'purpose', words: PURPOSE_WORDS },
];

const LABELS = new RegExp(
  KINDS.map(({ words }) => `(${wordPattern(Object.values(words).flat())})`).join('|'),
  'giu',
);

const PROMOTION = new RegExp(wordPattern(Object.values(PROMOTION_WORDS).flat()), 'iu');

/** The words of a plain text that name a number, from left to right. */
export function findLabels(text: string): Label[] {
  return [...withoutAccents(text).matchAll(LABELS)].map((match) => ({
    kind: KINDS[match.slice(1).findIndex((group) => group !== undefined)]?.kind ?? 'other',
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Whether a plain text advertises something. */
export function isPromotion(text: string): boolean {
  return PROMOTION.test(withoutAccents(text)) || /\d ?[%٪]/.test(text);
}
