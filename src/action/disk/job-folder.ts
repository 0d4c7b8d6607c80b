import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import type { Random } from '../../domain/ports.ts';
import type { Store } from '../../smscode/remembered.ts';
import { makeOwnFolder } from './own-folder.ts';

/**
 * The folder that all our steps of one job share, `RUNNER_TEMP/virtual-number`. The runner wipes
 * RUNNER_TEMP at the start and the end of a job. Only the runner's user may read it.
 */
export class JobFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Opens the folder, or fails: without it nothing that is owed could be written down. */
  static open(runnerTemp: string): JobFolder {
    if (runnerTemp === '') {
      throw new Failure(
        'invalid-input',
        'The environment variable RUNNER_TEMP is not set, so what is rented could not be written down. Nothing was sent or bought. Run this as a step of a GitHub Actions job.',
      );
    }
    const path = join(runnerTemp, 'virtual-number');
    try {
      makeOwnFolder(path);
    } catch (error) {
      throw unusable(path, error);
    }
    return new JobFolder(path);
  }

  journalPath(step: string): string {
    return join(this.path, `${step}.ndjson`);
  }

  sealPath(step: string): string {
    return join(this.path, `${step}.sealed`);
  }

  /** Paths of the journals of all our steps of this job on one account, oldest name first. */
  journals(account: string): string[] {
    return this.#names()
      .filter((name) => name.endsWith(`.${account}.ndjson`))
      .toSorted()
      .map((name) => join(this.path, name));
  }

  /** The file whose existence says: steps of this job on this account keep a ledger. */
  ledgerMark(account: string): string {
    return join(this.path, `ledger-${account}`);
  }

  /** One salt for the whole job, so that its steps recognise each other's token, and nobody else. */
  salt(random: Random): string {
    const path = join(this.path, 'salt');
    try {
      if (readOrNull(path) === null) createWhole(path, random.hex(16), `${path}.${random.hex(4)}`);
      const salt = readFileSync(path, 'utf8');
      if (/^[0-9a-f]{32}$/.test(salt)) return salt;
    } catch (error) {
      throw unusable(path, error);
    }
    throw unusable(path, new Error('it does not hold a salt'));
  }

  #names(): string[] {
    try {
      return readdirSync(this.path);
    } catch (error) {
      throw unusable(this.path, error);
    }
  }

  /** What steps with the same API and token learned; lost on any trouble, for it is only a cache. */
  cache(account: string): Store {
    const path = join(this.path, `cache-${account}.json`);
    return {
      load: () => readOrNull(path),
      save: (text) => {
        const draft = `${path}.${String(process.pid)}`;
        try {
          writeFileSync(draft, text, { mode: 0o600 });
          renameSync(draft, path);
        } catch {
          // The next step asks the provider again; nothing else depends on it.
        }
      },
    };
  }
}

/**
 * Makes a file that nobody ever sees unfinished; where another step was first, its file stands. A
 * file system without hard links gets it in two moments instead of one.
 */
function createWhole(path: string, text: string, draft: string): void {
  writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** {@link JobFolder.ledgerMark} of the job and account that a journal belongs to. */
export function ledgerMarkBeside(journalPath: string): string {
  const account = /\.([0-9a-f]{16})\.ndjson$/.exec(journalPath)?.[1] ?? '';
  return join(dirname(journalPath), `ledger-${account}`);
}

/** Tells one API and token from another in the names of files, without showing either. */
export function accountOf(apiUrl: URL, fingerprint: string): string {
  return createHmac('sha256', fingerprint).update(apiUrl.href).digest('hex').slice(0, 16);
}

/** Keeps nothing: for steps without a job folder. */
export const NO_STORE: Store = {
  load: () => null,
  save: () => undefined,
};

export function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function unusable(path: string, error: unknown): Failure {
  return new Failure(
    'invalid-input',
    `${path} cannot be made or read (${errorText(error)}), so what is rented could not be written down. Nothing was sent or bought. Check the runner's disk and the rights of RUNNER_TEMP.`,
    { cause: error },
  );
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
