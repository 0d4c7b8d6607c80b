import { writeFileSync } from 'node:fs';
import { Failure } from '../../domain/failure.ts';
import { journalLines } from '../disk/journal-file.ts';
import type { Inputs } from '../inputs/input-list.ts';
import type { PreparedStep } from '../main/step.ts';
import type { ArtifactLedger } from './artifact-ledger.ts';
import { openLedger } from './open-ledger.ts';

/** The ledger of a step that rents: from here on every purchase is announced in it. */
export function keepLedger(
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): ArtifactLedger {
  const ledger = openLedger(wishOf(step, inputs, env), []);
  // For the later steps of the job; without it a sweep finds out by itself what they closed.
  writeQuietly(step.folder.ledgerMark(step.account));
  step.local.ledger = ledger;
  step.local.journal = ledger.follow(step.local.journal);
  return ledger;
}

/** The ledger of a step that only closes what earlier steps rented: nothing depends on it. */
export function followLedger(
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): ArtifactLedger | null {
  const lines = step.folder.journals(step.account).flatMap(journalLines);
  try {
    const ledger = openLedger(wishOf(step, inputs, env), lines);
    step.local.journal = ledger.follow(step.local.journal);
    return ledger;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function wishOf({ folder, local }: PreparedStep, inputs: Inputs, env: NodeJS.ProcessEnv) {
  const { clock, reporter, stop, halt } = local;
  const { token } = inputs;
  const own = { token, apiUrl: inputs['api-url'], folder: folder.path };
  return { ...own, env, clock, reporter, stop, halt };
}

function writeQuietly(path: string): void {
  try {
    writeFileSync(path, '');
  } catch {
    // Nothing but the speed of a sweep depends on it.
  }
}
