import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import type { Clock, Reporter } from '../../domain/ports.ts';
import { readLine } from '../disk/journal-lines.ts';
import { ArtifactLedger, type Upload } from './artifact-ledger.ts';
import { RecordText } from './record-text.ts';
import { readHere } from './here.ts';

/** Long enough for the next sweeps, short enough not to fill the repository's storage. */
const RETENTION_DAYS = 2;

export interface LedgerWish {
  token: string;
  apiUrl: URL;
  /** Where a record is written down before it is uploaded. */
  folder: string;
  env: NodeJS.ProcessEnv;
  clock: Clock;
  reporter: Reporter;
  stop: AbortSignal;
  halt: AbortSignal;
}

/**
 * Opens the ledger of this run. Fails where the runner offers no place for one.
 *
 * @param journalLines lines of the job's journals: the orders that they tell of belong to it
 */
export function openLedger(wish: LedgerWish, journalLines: readonly string[]): ArtifactLedger {
  const { env, token, apiUrl, folder, ...local } = wish;
  requireService(env);
  const { attempt, ...place } = readHere(env);
  const text = new RecordText(token, apiUrl);
  const ports = { ...local, upload: uploadBy(folder), text, place, attempt };
  return new ArtifactLedger(ports, keysIn(journalLines));
}

/** Order id -> idempotency key, of what the journals say was rented. */
function keysIn(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const read = readLine(line);
      return read.kind === 'event' && read.event.type === 'rented'
        ? [[read.event.lease.orderId, read.event.key]]
        : [];
    }),
  );
}

function requireService(env: NodeJS.ProcessEnv): void {
  const missing = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'].filter(
    (name) => (env[name] ?? '') === '',
  );
  if (missing.length === 0) return;
  throw new Failure(
    'invalid-input',
    `"ledger: artifact" needs the artifact service of GitHub Actions, and the environment variables ${missing.join(' and ')} of it are not set here. Nothing was sent or bought. Leave "ledger" out on this runner.`,
  );
}

/** The package takes files alone, so each record is one for a moment. */
function uploadBy(folder: string): Upload {
  return async (name, text) => {
    const { uploadFile } = await import(/* webpackIgnore: true */ '../artifact/index.ts');
    const own = join(folder, name);
    mkdirSync(own, { recursive: true, mode: 0o700 });
    try {
      const file = join(own, 'record.json');
      writeFileSync(file, text, { mode: 0o600 });
      await uploadFile(name, file, own, RETENTION_DAYS);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  };
}
