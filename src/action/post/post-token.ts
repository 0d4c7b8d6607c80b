import { getInput } from '@actions/core';
import type { StepState } from '../disk/step-state.ts';
import { matches, unsealToken } from '../disk/token.ts';
import { mask } from '../report/reporter.ts';

/** The input and the environment first, then the sealed copy; only the very token of main is used. */
export function findToken(state: StepState, env: NodeJS.ProcessEnv): string | null {
  const sealed = state.seal === null ? null : unsealToken(state.seal.path, state.seal.key);
  const candidates = [getInput('token'), env.SMSCODE_TOKEN?.trim() ?? '', sealed ?? ''];
  const token = candidates.find(
    (value) => value !== '' && matches(value, state.salt, state.fingerprint),
  );
  if (token === undefined) return null;
  mask(token);
  return token;
}
