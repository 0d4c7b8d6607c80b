import type { CodeRules } from '../../domain/otp/read-code.ts';
import type { WaitWish } from '../../modes/wait.ts';
import type { Inputs } from '../inputs/input-list.ts';

/** The inputs that say how to wait, as every mode that waits has them. */
export type WaitInputs = Pick<
  Inputs,
  | 'timeout'
  | 'poll-interval'
  | 'requests-per-minute'
  | 'parallel-jobs'
  | 'after'
  | 'resend-after'
  | 'otp-pattern'
  | 'expect-domain'
>;

export async function waitWish(inputs: WaitInputs): Promise<WaitWish> {
  return {
    timeoutMs: inputs.timeout,
    intervalMs: inputs['poll-interval'],
    requestsPerMinute: inputs['requests-per-minute'],
    parallelJobs: inputs['parallel-jobs'],
    after: inputs.after,
    resendAfterMs: inputs['resend-after'],
    rules: await codeRules(inputs),
  };
}

async function codeRules(
  inputs: Pick<Inputs, 'otp-pattern' | 'expect-domain'>,
): Promise<CodeRules> {
  const pattern = inputs['otp-pattern'];
  return {
    pattern: pattern === '' ? null : await loadPattern(pattern),
    expectDomain: inputs['expect-domain'] || null,
  };
}

/** Loaded only where one is given. */
async function loadPattern(pattern: string): Promise<CodeRules['pattern']> {
  const { patternMatcher } = await import('./pattern.ts');
  return patternMatcher(pattern);
}
