import { getInput } from '@actions/core';
import * as z from 'zod/mini';
import { readBaseUrl } from '../../smscode/base-url.ts';

const DEFAULT_API_URL = 'https://api.smscode.gg/v1';

const shape = z.object({ apiUrl: z.string() });

/** Where a state that is not understood was going to send, as far as anything tells: for commands. */
export function likelyApiUrl(state: string, env: NodeJS.ProcessEnv): URL {
  for (const text of [saidByState(state), getInput('api-url'), env.SMSCODE_API_URL ?? '']) {
    const read = readBaseUrl(text);
    if ('base' in read) return read.base;
  }
  return new URL(DEFAULT_API_URL);
}

function saidByState(state: string): string {
  try {
    const read = shape.safeParse(JSON.parse(state));
    return read.success ? read.data.apiUrl : '';
  } catch {
    return '';
  }
}
