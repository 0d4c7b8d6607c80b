import { findCandidates } from './candidates.ts';
import { isOwnNumber, maskDecoys } from './decoys.ts';
import { findLabels, hasAnotherMatter } from './labels.ts';
import { LONGEST_MESSAGE, plainText } from './plain-text.ts';
import { measure } from './ruler.ts';
import { score } from './score.ts';

/** Fewer points than this are a doubt. */
const ENOUGH = 3;

/** Every other number must have fewer points by more than this. */
const CLEAR_LEAD = 1;

/** More numbers or words for numbers than these are a list of something. */
const MOST_CANDIDATES = 24;
const MOST_LABELS = 200;

/**
 * The code that a message shows, as a person would type it; null where there is any doubt. The
 * nearest word names a number: what is nearest to "order", "card" or "call" is out; of the rest, the
 * one that a code word is clearly nearest to is the code. Only the first `LONGEST_MESSAGE` characters
 * are looked at.
 */
export function guessCode(message: string, phoneNumber: string | null): string | null {
  const text = plainText(message.slice(0, LONGEST_MESSAGE));
  const labels = findLabels(text);
  if (labels.length > MOST_LABELS) return null;
  if (hasAnotherMatter(text) && !labels.some(({ kind }) => kind === 'sure')) return null;
  const masked = maskDecoys(text, phoneNumber);
  const phoneDigits = phoneNumber?.replace(/\D/g, '') ?? '';
  const candidates = findCandidates(masked).filter(({ code }) => !isOwnNumber(code, phoneDigits));
  return candidates.length > MOST_CANDIDATES
    ? null
    : clearlyBest(score(candidates, labels, measure(masked)));
}

function clearlyBest(points: Map<string, number>): string | null {
  const [first, second] = [...points].sort(([, a], [, b]) => b - a);
  if (first === undefined || first[1] < ENOUGH) return null;
  return second !== undefined && second[1] >= first[1] - CLEAR_LEAD ? null : first[0];
}
