import { MASK } from './amounts.ts';
import { COPULAS } from './words/code-words.ts';
import { wordFinder } from './words/find-words.ts';

/** A stretch of a text; `end` is the first character after it. */
interface Span {
  start: number;
  end: number;
}

/** What lies between two stretches of a text. */
export interface Gap {
  letters: number;
  /** Ends of sentences. */
  sentences: number;
  commas: number;
  /** Ends of lines. */
  lines: number;
  /** Characters of numbers. */
  numbers: number;
}

export interface Ruler {
  between(a: Span, b: Span): Gap;
  isBetween(middle: Span, a: Span, b: Span): boolean;
  /** Whether `a` ends where `b` begins but for a colon, an equals sign or a bracket, and spaces. */
  isColon(a: Span, b: Span): boolean;
  /** What stands right before a stretch: "is", a colon, or the start of a sentence or line. */
  before(span: Span): 'is' | 'colon' | 'start' | null;
  /** Letters between a stretch and the next number after it in the same sentence, else Infinity. */
  toNextNumber(span: Span): number;
}

const ABBREVIATIONS = 'no|nr|num|núm|ref|tel|tél|dn|id|rs|sl|br|č|ч|тел|αρ|τηλ';

const COUNTED = {
  letters: /\p{L}/gu,
  // Not the point of an abbreviation before its number, as in "no. 12".
  sentences: new RegExp(
    String.raw`(?<!(?<!\p{L})(?:${ABBREVIATIONS}))\.(?=\s|$)|[!?](?=\s|$)|[。！？।۔؟](?=.)`,
    'giu',
  ),
  commas: /[,;،，、]/g,
  lines: /\n/g,
  numbers: new RegExp(`[0-9${MASK}]`, 'g'),
  firstNumber: new RegExp(`[0-9${MASK}]`),
};

const OPENING = String.raw`[ "'„“«「\\[(]{0,3}`;
const OPENED = new RegExp(`${OPENING}$`);
const AFTER_COLON = new RegExp(`[:=：]${OPENING}$`);
const findCopulas = wordFinder([{ kind: 'is', words: COPULAS }]);
const AT_START = new RegExp(`(?:^|[.!?\n。！？।】\\]>-] ?)${OPENING}$`, 'u');

/** Measures gaps in a text of which the decoys are masked; one pass, then each gap at no cost. */
export function measure(text: string): Ruler {
  const sums = {
    letters: runningCount(text, COUNTED.letters),
    sentences: runningCount(text, COUNTED.sentences),
    commas: runningCount(text, COUNTED.commas),
    lines: runningCount(text, COUNTED.lines),
    numbers: runningCount(text, COUNTED.numbers),
  };
  const endsOfIs = new Set(findCopulas(text).map(({ end }) => end));
  const count = (sum: Uint16Array, from: number, to: number): number =>
    Math.max(0, (sum[to] ?? 0) - (sum[from] ?? 0));
  return {
    between(a, b) {
      const [from, to] = a.start < b.start ? [a.end, b.start] : [b.end, a.start];
      return {
        letters: count(sums.letters, from, to),
        sentences: count(sums.sentences, from, to),
        commas: count(sums.commas, from, to),
        lines: count(sums.lines, from, to),
        numbers: count(sums.numbers, from, to),
      };
    },
    toNextNumber(span) {
      const at = text.slice(span.end).search(COUNTED.firstNumber);
      if (at < 0) return Infinity;
      const gap = this.between(span, { start: span.end + at, end: span.end + at });
      return gap.sentences > 0 || gap.lines > 0 ? Infinity : gap.letters;
    },
    isColon: (a, b) =>
      a.end < b.start &&
      b.start - a.end <= 6 &&
      /^[\s:=：([「"'-]*[:=：([「][\s:=：([「"'-]*$/.test(text.slice(a.end, b.start)),
    before({ start }) {
      const ahead = text.slice(Math.max(0, start - 20), start);
      if (AFTER_COLON.test(ahead)) return 'colon';
      if (endsOfIs.has(start - (OPENED.exec(ahead)?.[0].length ?? 0))) return 'is';
      return AT_START.test(ahead) ? 'start' : null;
    },
    isBetween: (middle, a, b) =>
      middle.start > Math.min(a.start, b.start) && middle.start < Math.max(a.start, b.start),
  };
}

/** At each position, how many matches begin before it. */
function runningCount(text: string, pattern: RegExp): Uint16Array {
  const sum = new Uint16Array(text.length + 1);
  for (const match of text.matchAll(pattern)) sum[match.index + 1] = 1;
  for (let at = 1; at <= text.length; at++) sum[at] = (sum[at] ?? 0) + (sum[at - 1] ?? 0);
  return sum;
}
