import type { Candidate } from './candidates.ts';
import type { Label } from './labels.ts';
import type { Gap, Ruler } from './ruler.ts';

/** A word with so few letters between it and the number after it names that number. */
const BESIDE = 3;

/** A label as seen from a candidate. */
export interface Sight extends Gap {
  label: Label;
  isLeft: boolean;
  /** Nothing but a colon or the like between the label and the candidate after it. */
  beforeColon: boolean;
  /** The label comes after the candidate, and has a number of its own after it. */
  ofNextNumber: boolean;
}

/** A candidate with all that names numbers around it. */
export interface View {
  candidate: Candidate;
  sights: readonly Sight[];
  /** What stands right before it: "is", a colon, or the start of the sentence or line. */
  after: 'is' | 'colon' | 'start' | null;
  /** Whether one is told to type it in. */
  typed: boolean;
}

/** Looks at a candidate's surroundings. */
export function viewOf(candidate: Candidate, labels: readonly Label[], ruler: Ruler): View {
  const sights = labels.map((label) => ({
    label,
    isLeft: label.start < candidate.start,
    beforeColon: ruler.isColon(label, candidate),
    ...ruler.between(label, candidate),
    ofNextNumber: label.start > candidate.start && ruler.toNextNumber(label) <= BESIDE,
  }));
  return {
    candidate,
    sights,
    after: ruler.before(candidate),
    typed: sights.some(
      ({ label, letters, sentences, numbers }) =>
        label.kind === 'typing' && letters <= BESIDE && sentences === 0 && numbers === 0,
    ),
  };
}
