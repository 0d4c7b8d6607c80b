import { saveState as appendState } from '@actions/core';

/**
 * The runner hands each state value to post as an environment variable. Windows takes 32,767
 * characters in one, Linux 128 KiB; beyond that post never starts, so such a value is as good as
 * lost.
 */
const LONGEST_VALUE_BYTES = 32_000;

/** Adds to GITHUB_STATE, or throws an error that says why post would not get it. */
export function saveState(name: string, value: string): void {
  const bytes = Buffer.byteLength(value);
  if (bytes > LONGEST_VALUE_BYTES) {
    throw new Error(
      `the state value "${name}" has ${String(bytes)} bytes, and the runner may not hand on more than ${String(LONGEST_VALUE_BYTES)}`,
    );
  }
  appendState(name, value);
}
