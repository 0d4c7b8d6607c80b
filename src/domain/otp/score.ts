import type { Candidate } from './candidates.ts';
import type { Label } from './labels.ts';
import type { Gap, Ruler } from './ruler.ts';

/** As far as a word for another number reaches, in letters between it and the number. */
const REACH_OF_OTHER_WORDS = 15;

/** A word with so few letters between it and the number after it names that number. */
const BESIDE = 3;

/** Points that a word loses where another possible code lies between. */
const PARTED = 1;

/** A comma parts a word from a number like so many letters: "Dear customer, 123456 is ...". */
const A_COMMA = 10;

/** A label as seen from a candidate. */
interface Sight extends Gap {
  label: Label;
  isLeft: boolean;
  /** Nothing but a colon or the like between the label and the candidate after it. */
  beforeColon: boolean;
  /** The label comes after the candidate, and has a number of its own after it. */
  ofNextNumber: boolean;
}

/** The points of each possible code: those of the word that speaks most for it. */
export function score(
  candidates: readonly Candidate[],
  labels: readonly Label[],
  ruler: Ruler,
): Map<string, number> {
  const seen = candidates
    .map((candidate) => ({ candidate, sights: look(candidate, labels, ruler) }))
    .filter(
      ({ candidate, sights }) =>
        !isNamedOtherwise(sights, ruler.isIntroduced(candidate)) && !isPlainYear(candidate, sights),
    );
  const points = new Map<string, number>();
  for (const { candidate, sights } of seen) {
    const rivals = seen.filter((other) => other.candidate.code !== candidate.code);
    for (const sight of sights) {
      const parted = rivals.some((rival) =>
        ruler.isBetween(rival.candidate, sight.label, candidate),
      );
      const worth =
        weight(sight, sights) -
        (parted ? PARTED : 0) +
        (parted && ruler.isIntroduced(candidate) ? 1.5 : 0);
      points.set(candidate.code, Math.max(points.get(candidate.code) ?? 0, worth));
    }
  }
  return points;
}

function look(candidate: Candidate, labels: readonly Label[], ruler: Ruler): Sight[] {
  return labels.map((label) => ({
    label,
    isLeft: label.start < candidate.start,
    beforeColon: ruler.isColon(label, candidate),
    ...ruler.between(label, candidate),
    ofNextNumber: label.start > candidate.start && ruler.toNextNumber(label) <= BESIDE,
  }));
}

/**
 * Whether the nearest word in the same sentence, with no number between, names something else. In
 * "your OTP for the order is 123456" it does not: what "is" a number is the first that is named.
 */
function isNamedOtherwise(sights: readonly Sight[], introduced: boolean): boolean {
  const near = sights.filter(
    ({ sentences, numbers, ofNextNumber }) => sentences === 0 && numbers === 0 && !ofNextNumber,
  );
  if (introduced && near.some(({ label, isLeft }) => isLeft && label.kind === 'sure')) return false;
  const other = nearest(near.filter(({ label }) => label.kind === 'other'));
  const own = nearest(near.filter(({ label }) => label.kind === 'sure' || label.kind === 'code'));
  return other <= REACH_OF_OTHER_WORDS && other < own;
}

function nearest(sights: readonly Sight[]): number {
  return Math.min(...sights.map(({ letters, commas }) => letters + A_COMMA * commas), Infinity);
}

/** `2026` is a year, unless a word that means nothing but a one-time code stands right before it. */
function isPlainYear({ code }: Candidate, sights: readonly Sight[]): boolean {
  if (!/^(?:19|20)\d\d$/.test(code)) return false;
  return !sights.some(
    ({ label, isLeft, letters, numbers }) =>
      numbers === 0 && label.kind === 'sure' && isLeft && letters <= 2,
  );
}

function weight(sight: Sight, sights: readonly Sight[]): number {
  const distance =
    nearness(sight.letters) -
    2 * sight.sentences -
    sight.lines -
    (sight.ofNextNumber && sight.label.kind !== 'purpose' ? 3 : 0);
  switch (sight.label.kind) {
    case 'sure':
      return distance + 0.5;
    case 'code':
      return sight.label.believed || sight.beforeColon ? distance : 0;
    case 'purpose':
      return isToBeTyped(sights) ? distance - 0.5 : 0;
    case 'typing':
    case 'other':
      return 0;
  }
}

/** Whether one is told to type it in. */
function isToBeTyped(sights: readonly Sight[]): boolean {
  return sights.some(
    ({ label, letters, sentences, numbers }) =>
      label.kind === 'typing' && letters <= BESIDE && sentences === 0 && numbers === 0,
  );
}

/** Points for the letters between a word and a number. */
function nearness(letters: number): number {
  if (letters <= 3) return 5;
  if (letters <= 12) return 4;
  return letters <= 40 ? 3.5 : 0;
}
