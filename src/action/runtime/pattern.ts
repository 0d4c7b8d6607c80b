import { Script } from 'node:vm';
import type { MatchPattern } from '../../domain/otp/read-code.ts';

/** A sound pattern needs microseconds; a second is for a runner that is starved of CPU. */
const TIME_LIMIT_MS = 1_000;

/** A real SMS has at most 1,530 characters. */
const LONGEST_TEXT = 4_096;

/** All groups of the first match, or null. Runs in a context that holds `source` and `text` alone. */
const MATCH = new Script(`new RegExp(source, 'u').exec(text)`);

/**
 * Makes a matcher of the input `otp-pattern`: a JavaScript regular expression with the flag `u` and
 * no other, so write `[Cc]ode` where case differs. The code is the first group that took part in the
 * match; without groups, the whole match. V8 looks for interrupts while it backtracks, so the time
 * limit of `node:vm` also stops a catastrophic pattern, which would otherwise hang the step.
 *
 * @param source as checked by the input: a valid pattern
 */
export function patternMatcher(source: string, limitMs: number = TIME_LIMIT_MS): MatchPattern {
  return (text) => {
    const context = { source, text: text.slice(0, LONGEST_TEXT) };
    try {
      const match = MATCH.runInNewContext(context, { timeout: limitMs }) as string[] | null;
      const code = match === null ? '' : codeOf([...match]);
      return code === '' ? { kind: 'none' } : { kind: 'match', code };
    } catch (error) {
      if (isTimeout(error)) return { kind: 'gave-up' };
      throw error;
    }
  };
}

function codeOf([whole = '', ...groups]: (string | undefined)[]): string {
  return (groups.length === 0 ? whole : (groups.find((group) => group !== undefined) ?? '')).trim();
}

function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
