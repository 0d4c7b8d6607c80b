import { wordFinder } from './words/find-words.ts';
import { CURRENCIES, CURRENCY_CODES, UNITS } from './words/units.ts';

/** Stands where a number was that cannot be a code, so that it still parts what is around it. */
export const MASK = '\u0001';

/** Longest amount that is looked for beside a currency. */
const LONGEST_AMOUNT = 24;

const NUMBER = String.raw`\d+(?:[ .,']\d{3})*(?:[.,]\d{1,2})?(?!\d)`;
const NUMBER_AFTER = new RegExp(String.raw`^[.:]? ?${NUMBER}`);
const NUMBER_BEFORE = new RegExp(String.raw`(?<![\dA-Za-z])${NUMBER} ?$`);
const COUNT_BEFORE = /(?<![\dA-Za-z])\d+ ?-?$/;

const CODES = CURRENCY_CODES.join('|');
const ISO_MONEY = new RegExp(
  String.raw`(?<!\p{L})(?:${CODES}) ?${NUMBER}|(?<!\d)${NUMBER} ?(?:${CODES})(?!\p{L}|\.? ?\d)`,
  'gu',
);

const findMeasures = wordFinder([
  { kind: 'money' as const, words: CURRENCIES },
  { kind: 'unit' as const, words: UNITS },
]);

/** Masks the numbers beside currencies and units, each together with its word. */
export function maskAmounts(text: string): string {
  let masked = text.replace(ISO_MONEY, blank);
  for (const { kind, start, end } of findMeasures(text)) {
    const after =
      kind === 'money' ? NUMBER_AFTER.exec(masked.slice(end, end + LONGEST_AMOUNT)) : null;
    if (after !== null) {
      masked = blankRange(masked, start, end + after[0].length);
      continue;
    }
    const before = kind === 'money' ? NUMBER_BEFORE : COUNT_BEFORE;
    const number = before.exec(masked.slice(Math.max(0, start - LONGEST_AMOUNT), start));
    if (number !== null) masked = blankRange(masked, start - number[0].length, end);
  }
  return masked;
}

export function blank(found: string): string {
  return MASK.repeat(found.length);
}

function blankRange(text: string, start: number, end: number): string {
  return text.slice(0, start) + MASK.repeat(end - start) + text.slice(end);
}
