import * as z from 'zod/mini';

/** What main decided and post must not ask again: inputs are evaluated anew in post, or are empty. */
const shape = z.object({
  mode: z.enum(['acquire', 'wait', 'release', 'verify', 'check']),
  apiUrl: z.string().check(z.refine((url) => URL.canParse(url))),
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
  otpPattern: z.string(),
  expectDomain: z.string(),
  requestsPerMinute: z.number(),
  parallelJobs: z.number(),
});

export type StepState = z.infer<typeof shape>;

/** Version of this shape; a reader refuses another one instead of guessing. */
const VERSION = 2;

const versioned = z.object({ v: z.number() });

export const STEP_STATE = 'step';
export const DIALECT_STATE = 'dialect';

export function writeStepState(state: StepState): string {
  return JSON.stringify({ v: VERSION, ...state });
}

export type ReadStepState =
  /** Main did not come so far: it bought nothing. */
  | { kind: 'none' }
  | { kind: 'read'; state: StepState }
  /** Main may have bought; `version` is null where not even that can be told. */
  | { kind: 'foreign'; version: number | null };

export function readStepState(text: string): ReadStepState {
  if (text === '') return { kind: 'none' };
  const json = parseJson(text);
  const version = versioned.safeParse(json);
  if (!version.success) return { kind: 'foreign', version: null };
  const { v } = version.data;
  const parsed = shape.safeParse(json);
  return v === VERSION && parsed.success
    ? { kind: 'read', state: parsed.data }
    : { kind: 'foreign', version: v };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
