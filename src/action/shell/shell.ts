import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import which from 'which';
import { Failure } from '../../domain/failure.ts';
import type { Random } from '../../domain/ports.ts';
import { readShell, scriptFor, splitWords, unknownShell } from './shell-words.ts';

/** A script that is ready to run. */
export interface Script {
  program: string;
  args: string[];
  remove: () => void;
}

/**
 * Finds the shell and writes the script, as the runner does for a step with `run`. Rejects with
 * `invalid-input` if either cannot be: before anything is spent.
 */
export async function prepareScript(
  text: string,
  shell: string,
  folder: string,
  random: Random,
): Promise<Script> {
  const isWindows = process.platform === 'win32';
  const read = readShell(shell);
  if (read === null) {
    throw new Failure('invalid-input', `${unknownShell(shell)}. Nothing was bought.`);
  }
  const program = await which(read.program, { nothrow: true });
  if (program === null) {
    throw new Failure(
      'invalid-input',
      `"shell" is "${shell}", but this runner has no program "${read.program}" on its PATH. Nothing was bought. Install it in a step before, or set another "shell".`,
    );
  }
  const path = join(folder, `run-${random.hex(8)}${read.extension}`);
  try {
    writeFileSync(path, scriptFor(read.program, text, isWindows), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new Failure(
      'invalid-input',
      `The command of "run" cannot be written to ${path} (${error instanceof Error ? error.message : String(error)}). Nothing was bought. Check the runner's disk and RUNNER_TEMP.`,
      { cause: error },
    );
  }
  const withPath = (word: string): string => word.replaceAll('{0}', () => path);
  return {
    program,
    // Windows hands over one text, as it stands.
    args: isWindows ? [withPath(read.words)] : splitWords(read.words).map(withPath),
    remove: () => {
      rmSync(path, { force: true });
    },
  };
}
