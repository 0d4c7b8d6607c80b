import { lstatSync } from 'node:fs';
import { isRunning, type ProcessMark } from '../runtime/processes.ts';

/** How the keeper looks at the machine. */
export interface Look {
  /** Whether there is certainly no such file. */
  isMissing(path: string): boolean;
  isRunning(mark: ProcessMark): boolean;
}

export const realLook: Look = {
  isMissing: (path) => {
    try {
      lstatSync(path);
      return false;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      return code === 'ENOENT' || code === 'ENOTDIR';
    }
  },
  isRunning,
};

/** A wrapper may be seen once while it follows main; the looks are seconds apart. */
const LOOKS_THAT_PROVE = 3;

/**
 * Tells whether a job is gone without a post. The runner wipes RUNNER_TEMP when a job ends and when
 * the next one starts, so the step's journal is gone then; and the process that started main, which
 * is the runner, lives as long as the job. A wrapper (a shell in between) ends together with main:
 * what does not clearly outlive main proves nothing.
 */
export function watchJob(
  { journal, main, parent }: { journal: string; main: ProcessMark; parent: ProcessMark | null },
  look: Look,
): () => boolean {
  let runner = parent;
  let outlived = 0;
  return () => {
    if (look.isMissing(journal)) return true;
    if (runner === null || look.isRunning(main)) return false;
    if (look.isRunning(runner)) {
      outlived += 1;
      return false;
    }
    if (outlived >= LOOKS_THAT_PROVE) return true;
    runner = null;
    return false;
  };
}
