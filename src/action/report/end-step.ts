import { FAILURE_KINDS, Failure, worst, type FailureKind } from '../../domain/failure.ts';
import type { Markdown } from './markdown.ts';
import type { Outputs } from './outputs.ts';
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

/** Each as a line of the log by itself, where an annotation would not hold them all. */
export function logEach(failures: readonly Failure[]): void {
  for (const failure of failures) logReporter.info(`${failure.kind}: ${failure.describe()}`);
}

/** One annotation at most: an error and exit code 1, or a warning for what is tolerated. */
export function announce(failures: readonly Failure[], tolerated: readonly FailureKind[]): void {
  const failure = worst(failures);
  if (failure === null) return;
  const [first, ...others] = withSiblings(failure, failures);
  if (resultOf(failure, tolerated) === 'inconclusive') {
    const tail = '(tolerated: this says nothing about your app)';
    annotate('warning', failure.kind, [`${first} ${tail}`, ...others]);
    return;
  }
  annotate('error', failure.kind, [first, ...others]);
  process.exitCode = 1;
}

/** With several orders: the worst in full, and what else went wrong, one line each. */
function withSiblings(failure: Failure, failures: readonly Failure[]): [string, ...string[]] {
  const rank = (kind: FailureKind): number => FAILURE_KINDS.indexOf(kind);
  const others = failures
    .filter((other) => other !== failure)
    .toSorted((a, b) => rank(a.kind) - rank(b.kind))
    .map((other) => `${other.kind}: ${other.describe()}`);
  return [failure.describe(), ...others];
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
