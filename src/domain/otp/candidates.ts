import { typedCode } from './typed-code.ts';

/** A number in a text that has the form of a code. */
export interface Candidate {
  /** As a person would type it. */
  code: string;
  start: number;
  /** First character after it. */
  end: number;
}

/** Letters of scripts that put no space between a word and a number. */
const SPACELESS = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー`;

/** What may not touch a code: it would be a part of something longer. */
const BEFORE = String.raw`(?<![\p{N}_/#*+&@~.\\]|\d[,:-]|[A-Za-z]-)(?<=^|[${SPACELESS}]|\P{L})`;
const AFTER = String.raw`(?![\p{N}_/#*%@&+~\\]|[.,:]\d|-[\dA-Z])(?=$|[${SPACELESS}]|\P{L})`;

const FORMS = [
  String.raw`(?:[A-Za-z]|FB)-\d{4,8}`, // G-123456
  String.raw`\d(?: \d){3,7}`, // 1 2 3 4 5 6
  String.raw`\d\d(?:[ -]\d\d){2,3}`, // 12 34 56
  String.raw`\d{3}[ -]\d{3}`, // 123-456
  String.raw`\d{4}[ -]\d{4}`,
  String.raw`\d{4,8}`,
  String.raw`(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{5,8}`, // A7K9QX
];

const CANDIDATE = new RegExp(`${BEFORE}(?:${FORMS.join('|')})${AFTER}`, 'gu');

/** `SAVE20`, `BA2490`: letters first and then digits are discounts, flights and references. */
const IN_TWO_PARTS = /^(?:[A-Z]+\d+|\d+[A-Z]+)$/;

/** The possible codes of a plain text with its decoys masked, from left to right. */
export function findCandidates(text: string): Candidate[] {
  return [...text.matchAll(CANDIDATE)]
    .map(({ 0: shown, index }) => ({
      code: typedCode(shown),
      start: index,
      end: index + shown.length,
    }))
    .filter(({ code }) => !IN_TWO_PARTS.test(code));
}
