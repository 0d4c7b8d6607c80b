import { existsSync } from 'node:fs';
import type { Lease } from '../../domain/lease.ts';
import type { Ports } from '../../modes/ports.ts';
import { ledgerMarkBeside } from '../disk/job-folder.ts';
import type { StepState } from '../disk/step-state.ts';
import { hasKeeperFile } from '../keeper/keeper-file.ts';
import type { ArtifactLedger } from '../ledger/artifact-ledger.ts';
import { asFailure } from '../report/end-step.ts';
import { logReporter } from '../report/reporter.ts';
import { wallClock } from '../runtime/wall.ts';
import type { Account } from './release.ts';

/**
 * Loaded only where a wait was asked for. Never rejects: whatever becomes of the wait, the number is
 * given back after it.
 */
export async function waitBefore(
  state: StepState,
  leases: readonly Lease[],
  ports: Ports,
  account: Account,
): Promise<void> {
  try {
    const { waitFirst } = await import('./wait-first.ts');
    await waitFirst(state, leases, ports, account);
  } catch (error) {
    account.failures.push(asFailure(error));
  }
}

/** Loaded only where main served codes. Giving back never depends on it. */
export async function endKeeper({ journal }: StepState): Promise<void> {
  if (!hasKeeperFile(journal)) return;
  try {
    const { stopKeeper } = await import('../keeper/stop-keeper.ts');
    if (await stopKeeper(journal, wallClock)) return;
  } catch {
    // As if it had not answered.
  }
  logReporter.info(
    'The process that serves codes did not say that it ends. It ends by itself, at the latest when its orders expire.',
  );
}

/**
 * Loaded only where main kept a ledger: it brings a large package along. Giving back never depends
 * on it: a sweep looks again at what a record does not call closed.
 */
export async function followedLedger(
  state: StepState,
  token: string,
  env: NodeJS.ProcessEnv,
  ports: Ports,
): Promise<ArtifactLedger | null> {
  if (!existsSync(ledgerMarkBeside(state.journal))) return null;
  try {
    const { ledgerOfPost } = await import('../ledger/post-ledger.ts');
    const ledger = ledgerOfPost(state, token, env, ports);
    if (ledger !== null) ports.journal = ledger.follow(ports.journal);
    return ledger;
  } catch (error) {
    logReporter.info(
      `The ledger is not kept on, which keeps nothing from being given back: ${asFailure(error).message}`,
    );
    return null;
  }
}
