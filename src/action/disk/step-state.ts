import * as z from 'zod/mini';

/** What main decided and post must not ask again: inputs are evaluated anew in post, or are empty. */
const shape = z.object({
  mode: z.enum(['acquire', 'wait', 'release', 'check']),
  apiUrl: z.string(),
  dialect: z.enum(['auto', 'guide', 'openapi']),
  journal: z.string(),
  pid: z.number(),
  salt: z.string(),
  fingerprint: z.string(),
  seal: z.nullable(z.object({ path: z.string(), key: z.string() })),
  autoRelease: z.boolean(),
  releaseTimeoutMs: z.number(),
  waitInPost: z.boolean(),
  timeoutMs: z.number(),
  intervalMs: z.number(),
  requestsPerMinute: z.number(),
  parallelJobs: z.number(),
});

export type StepState = z.infer<typeof shape>;

export const STEP_STATE = 'step';
export const DIALECT_STATE = 'dialect';

export function writeStepState(state: StepState): string {
  return JSON.stringify(state);
}

/** @returns null where main did not come so far, or wrote what this version does not understand */
export function readStepState(text: string): StepState | null {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
