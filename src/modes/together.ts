import type { CallLimits } from '../domain/provider.ts';

/** Runs calls side by side; the first that fails ends the others, so that none outlives the step. */
export async function together(
  limits: CallLimits,
  calls: (limits: CallLimits) => readonly Promise<void>[],
): Promise<void> {
  const failed = new AbortController();
  const signals = limits.signal === undefined ? [] : [limits.signal];
  const signal = AbortSignal.any([...signals, failed.signal]);
  try {
    await Promise.all(calls({ ...limits, signal }));
  } catch (error) {
    failed.abort();
    throw error;
  }
}
