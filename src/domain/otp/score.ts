import type { Candidate } from './candidates.ts';
import type { Label } from './labels.ts';
import type { Ruler } from './ruler.ts';
import { type Sight, type View, viewOf } from './sights.ts';

/** As far as a word for another number reaches, in letters between it and the number. */
const REACH_OF_OTHER_WORDS = 15;

/** A comma parts a word from a number like so many letters: "Dear customer, 123456 is ...". */
const A_COMMA = 10;

/** The points of each possible code: those of the word that speaks most for it. */
export function score(
  candidates: readonly Candidate[],
  labels: readonly Label[],
  ruler: Ruler,
): Map<string, number> {
  const views = candidates
    .map((candidate) => viewOf(candidate, labels, ruler))
    .filter((view) => !isNamedOtherwise(view) && !isPlainYear(view));
  const points = new Map<string, number>();
  for (const view of views) {
    const { code } = view.candidate;
    const rivals = views.map(({ candidate }) => candidate).filter((other) => other.code !== code);
    for (const sight of view.sights) {
      const parted = rivals.some((rival) => ruler.isBetween(rival, sight.label, view.candidate));
      const worth = weight(sight, view) + (parted ? partedBy(view) : 0);
      points.set(code, Math.max(points.get(code) ?? 0, worth));
    }
  }
  return points;
}

/** A word loses by another possible code in between, unless "is" still leads from it to this one. */
function partedBy({ after }: View): number {
  return after === 'is' || after === 'colon' ? 0.5 : -1;
}

/**
 * Whether the nearest word in the same sentence, with no number between, names something else. In
 * "your OTP for the order is 123456" it does not: what "is" a number is the first that is named.
 */
function isNamedOtherwise({ sights, after }: View): boolean {
  const near = sights.filter(
    ({ sentences, numbers, ofNextNumber }) => sentences === 0 && numbers === 0 && !ofNextNumber,
  );
  const isHead = ({ label, isLeft, commas }: Sight): boolean =>
    isLeft && commas === 0 && label.kind === 'sure' && label.hasPurpose;
  if (after === 'is' && near.some(isHead)) return false;
  const other = nearest(near.filter(({ label }) => label.kind === 'other'));
  const own = nearest(near.filter(({ label }) => label.kind === 'sure' || label.kind === 'code'));
  return other <= REACH_OF_OTHER_WORDS && other < own;
}

function nearest(sights: readonly Sight[]): number {
  return Math.min(...sights.map(apart), Infinity);
}

function apart({ letters, commas }: Sight): number {
  return letters + A_COMMA * commas;
}

/** `2026` is a year, unless a word that means nothing but a one-time code stands right before it. */
function isPlainYear({ candidate, sights }: View): boolean {
  if (!/^(?:19|20)\d\d$/.test(candidate.code)) return false;
  return !sights.some(
    ({ label, isLeft, letters, numbers }) =>
      numbers === 0 && label.kind === 'sure' && isLeft && letters <= 2,
  );
}

function weight(sight: Sight, view: View): number {
  const { label, ofNextNumber } = sight;
  const near = nearness(sight, view) - 2 * sight.sentences - sight.lines;
  switch (label.kind) {
    case 'sure':
      return near + 0.5 - (ofNextNumber ? 3 : 0);
    case 'code':
      return label.believed || sight.beforeColon ? near - (ofNextNumber ? 3 : 0) : 0;
    case 'purpose':
      return view.typed ? near - 0.5 : 0;
    case 'typing':
    case 'other':
      return 0;
  }
}

/**
 * Points for the letters between a word and a number. From afar a word speaks only for a number that
 * its sentence is about: one that begins it, that something "is", or that is to be typed in.
 */
function nearness(sight: Sight, { after, typed }: View): number {
  const letters = apart(sight);
  if (letters <= 3) return 5;
  if (letters <= 12) return 4;
  if (letters <= 40) return after !== null || typed ? 3.5 : 0;
  return letters <= 100 && sight.label.kind === 'sure' && (after === 'is' || after === 'colon')
    ? 2.5
    : 0;
}
