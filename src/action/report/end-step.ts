import { FAILURE_KINDS, Failure, type FailureKind } from '../../domain/failure.ts';
import type { Markdown } from './markdown.ts';
import type { Outputs } from './outputs.ts';
import { fitsAnnotation } from './plain-text.ts';
import { annotate, logReporter, setOutput } from './reporter.ts';

/** How a mode ended: what it puts out, what went wrong, what a reader of the run sees. */
export interface ModeResult {
  failures: Failure[];
  outputs: Outputs;
  /** For the job summary, without a heading. */
  summary: Markdown;
  /** Called when the outputs are written, and only then. */
  afterOutputs?: () => void;
}

export function resultOf(
  failure: Failure | null,
  tolerated: readonly FailureKind[],
): 'success' | 'failure' | 'inconclusive' {
  if (failure === null) return 'success';
  return tolerated.includes(failure.kind) ? 'inconclusive' : 'failure';
}

/**
 * One annotation at most: an error and exit code 1, or a warning for what is tolerated. Where it
 * does not hold all that went wrong, each failure is a line of the log as well.
 */
export function announce(failures: readonly Failure[], tolerated: readonly FailureKind[]): void {
  const sorted = byRank(failures);
  const [failure] = sorted;
  if (failure === undefined) return;
  const all = [failure.describe(), ...sorted.slice(1).map(asLine)];
  const isCut = sorted.length > 1 && !fitsAnnotation(all);
  if (isCut) logEach(sorted);
  const [first = '', ...others] = isCut ? inShort(sorted) : all;
  if (resultOf(failure, tolerated) === 'inconclusive') {
    const tail = '(tolerated: this says nothing about your app)';
    annotate('warning', failure.kind, [`${first} ${tail}`, ...others]);
    return;
  }
  annotate('error', failure.kind, [first, ...others]);
  process.exitCode = 1;
}

/** The worst first; those of a kind in the order in which they occurred. */
function byRank(failures: readonly Failure[]): Failure[] {
  const rank = ({ kind }: Failure): number => FAILURE_KINDS.indexOf(kind);
  return failures.toSorted((a, b) => rank(a) - rank(b));
}

function asLine(failure: Failure): string {
  return `${failure.kind}: ${failure.describe()}`;
}

/** Each as a line of the log by itself. */
export function logEach(failures: readonly Failure[]): void {
  for (const failure of failures) logReporter.info(asLine(failure));
}

/** Of what an annotation holds, so that the first failure in full still stands beside the ids. */
const LONGEST_IDS = 3_000;

/** All orders that may be rented by their ids, and one failure in full, as it shows the command. */
function inShort(sorted: readonly Failure[]): string[] {
  const leaks = sorted.filter(({ kind, context }) => kind === 'leaked' && context.orderId);
  const [leak] = leaks;
  if (leak === undefined) {
    const many = `${String(sorted.length)} failures, each a line of its own in the log above.`;
    return [many, ...sorted.map(asLine)];
  }
  const ids = [...new Set(leaks.map(({ context }) => context.orderId ?? ''))];
  const noun = ids.length === 1 ? 'order' : 'orders';
  return [
    `${String(ids.length)} ${noun} may still be rented: ${listed(ids)}. Each is a line of its own in the log above, with its command; of the first it is:`,
    leak.describe(),
    ...sorted.filter((failure) => !leaks.includes(failure)).map(asLine),
  ];
}

function listed(ids: readonly string[]): string {
  let shown = ids.length;
  while (shown > 1 && ids.slice(0, shown).join(', ').length > LONGEST_IDS) shown -= 1;
  const rest = ids.length - shown;
  return `${ids.slice(0, shown).join(', ')}${rest === 0 ? '' : ` and ${String(rest)} more`}`;
}

/** @returns why the outputs could not be written, or null: the step must still end in order */
export function setOutputs(outputs: Outputs): Failure | null {
  try {
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
    return null;
  } catch (error) {
    return new Failure(
      'invalid-input',
      'The file behind the environment variable GITHUB_OUTPUT cannot be written, so later steps get no outputs. What was rented is given back by the post step. Run this as a step of a GitHub Actions job.',
      { cause: error },
    );
  }
}

/** Any error as a failure; what is not one of ours is a defect, and says so. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure('protocol', `A defect in this action: ${what}. Please report it.`, {
    cause: error,
  });
}
