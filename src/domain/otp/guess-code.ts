import { type Candidate, findCandidates } from './candidates.ts';
import { isOwnNumber, maskDecoys } from './decoys.ts';
import { findLabels, isPromotion, type Label } from './labels.ts';
import { LONGEST_MESSAGE, plainText } from './plain-text.ts';
import { measure, type Ruler } from './ruler.ts';

/** Fewer points than this are a doubt. */
const ENOUGH = 3;

/** So many fewer points must every other number have. */
const CLEAR_LEAD = 1;

/** More numbers than this are a list of something. */
const MOST_CANDIDATES = 24;

/** As far as a word reaches, in letters between it and a number. */
const REACH_OF_OTHER_WORDS = 15;

/**
 * The code that a message shows, as a person would type it; null where there is any doubt. The
 * nearest word names a number: what is nearest to "order", "card" or "call" is out, of the rest the
 * one that a code word is clearly nearest to is the code. Only the first `LONGEST_MESSAGE` characters
 * are looked at.
 */
export function guessCode(message: string, phoneNumber: string | null): string | null {
  const text = plainText(message.slice(0, LONGEST_MESSAGE));
  const labels = findLabels(text);
  if (!labels.some(({ kind }) => kind !== 'other')) return null;
  if (isPromotion(text) && !labels.some(({ kind }) => kind === 'sure')) return null;
  const masked = maskDecoys(text, phoneNumber);
  const candidates = findCandidates(masked).filter(
    ({ code }) => !isOwnNumber(code, phoneNumber?.replace(/\D/g, '') ?? ''),
  );
  if (candidates.length > MOST_CANDIDATES) return null;
  return best(candidates, labels, measure(masked));
}

function best(candidates: Candidate[], labels: Label[], ruler: Ruler): string | null {
  const possible = candidates.filter((candidate) => !namedOtherwise(candidate, labels, ruler));
  const points = new Map<string, number>();
  for (const candidate of possible) {
    const sum = score(candidate, possible, labels, ruler);
    points.set(candidate.code, Math.max(sum, points.get(candidate.code) ?? 0));
  }
  const [first, second] = [...points].sort(([, a], [, b]) => b - a);
  if (first === undefined || first[1] < ENOUGH) return null;
  return second !== undefined && second[1] > first[1] - CLEAR_LEAD ? null : first[0];
}

/** Whether the nearest word in the same sentence, with no number between, names something else. */
function namedOtherwise(candidate: Candidate, labels: Label[], ruler: Ruler): boolean {
  const near = labels
    .map((label) => ({ label, ...ruler.between(label, candidate) }))
    .filter(({ sentences, numbers }) => sentences === 0 && numbers === 0);
  const nearest = (other: boolean): number =>
    Math.min(
      ...near
        .filter(({ label }) => (label.kind === 'other') === other)
        .map(({ letters }) => letters),
      Infinity,
    );
  const distance = nearest(true);
  if (distance <= REACH_OF_OTHER_WORDS && distance < nearest(false)) return true;
  return isYear(candidate) && nearest(false) > 0 && !introduced(candidate, near);
}

function isYear({ code }: Candidate): boolean {
  return /^(?:19|20)\d\d$/.test(code);
}

function introduced(candidate: Candidate, near: { label: Label; letters: number }[]): boolean {
  return near.some(
    ({ label, letters }) =>
      label.kind !== 'other' &&
      ((label.kind === 'sure' && letters <= 2) || (candidate.start === 0 && letters <= 6)),
  );
}

/** The points of the code word that speaks most for it. */
function score(candidate: Candidate, rivals: Candidate[], labels: Label[], ruler: Ruler): number {
  return Math.max(
    0,
    ...labels
      .filter(({ kind }) => kind !== 'other')
      .map((label) => {
        const { letters, sentences, lines } = ruler.between(label, candidate);
        const parted = rivals.some(
          (rival) => rival.code !== candidate.code && ruler.isBetween(rival, label, candidate),
        );
        return (
          nearness(letters) +
          (label.kind === 'sure' ? 0.5 : 0) -
          (label.kind === 'purpose' ? 1 : 0) -
          2 * sentences -
          lines -
          (parted ? 2 : 0)
        );
      }),
  );
}

function nearness(letters: number): number {
  if (letters <= 3) return 5;
  if (letters <= 12) return 4;
  return letters <= 40 ? 3 : 0;
}
