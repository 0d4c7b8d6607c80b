import { dirname } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import type { Ports } from '../../modes/ports.ts';
import { journalLines } from '../disk/journal-file.ts';
import type { StepState } from '../disk/step-state.ts';
import type { ArtifactLedger } from './artifact-ledger.ts';
import { openLedger } from './open-ledger.ts';

/** The ledger that main kept, for what post closes. Giving back never depends on it. */
export function ledgerOfPost(
  state: StepState,
  token: string,
  env: NodeJS.ProcessEnv,
  { clock, reporter, stop, halt }: Ports,
): ArtifactLedger | null {
  const own = { token, apiUrl: new URL(state.apiUrl), folder: dirname(state.journal) };
  try {
    const wish = { ...own, env, clock, reporter, stop, halt };
    return openLedger(wish, journalLines(state.journal));
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
