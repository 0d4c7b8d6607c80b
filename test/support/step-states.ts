import type { StepState } from '../../src/action/disk/step-state.ts';

/** What main leaves to post, with the defaults of action.yml. */
export function stepState(journal: string, more: Partial<StepState> = {}): StepState {
  return {
    mode: 'acquire',
    apiUrl: 'https://api.smscode.gg/v1',
    dialect: 'auto',
    journal,
    pid: process.pid,
    salt: 'salt',
    fingerprint: 'f'.repeat(32),
    seal: { path: 'step.sealed', key: 'k' },
    autoRelease: true,
    releaseTimeoutMs: 240_000,
    waitInPost: false,
    timeoutMs: 120_000,
    intervalMs: 5_000,
    otpPattern: '',
    expectDomain: '',
    requestsPerMinute: 300,
    parallelJobs: 1,
    ...more,
  };
}
