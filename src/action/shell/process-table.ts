import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { statOf } from '../runtime/processes.ts';

/** One process that lives. */
export interface Process {
  pid: number;
  parent: number;
  /** Process group, by the id of its leader. */
  group: number;
  /** Tells it from a later process with the same id. */
  born: string;
  /** Whether its environment holds the mark that was looked for. */
  marked: boolean;
}

/**
 * Every process that this user may see. On Windows none: there `taskkill` walks the tree itself.
 *
 * @param mark a text that only what the command started has in its environment
 */
export function processTable(
  mark: string,
  platform: NodeJS.Platform = process.platform,
): Process[] {
  if (platform === 'win32') return [];
  if (platform !== 'linux') {
    return fromPs(execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], QUIETLY));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => fromProc(Number(name), mark));
}

const QUIETLY: ExecFileSyncOptionsWithStringEncoding = {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
};

function fromProc(pid: number, mark: string): Process[] {
  const stat = statOf(pid);
  if (typeof stat === 'string' || 'ZX'.includes(stat.state)) return [];
  const { parent, group, startedAt } = stat;
  return [{ pid, parent, group, born: startedAt, marked: isMarked(pid, mark) }];
}

function isMarked(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/environ`).includes(mark);
  } catch {
    return false; // Another user's.
  }
}

export function fromPs(text: string): Process[] {
  const lines = text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+)$/gm);
  return [...lines]
    .filter(([, , , , state]) => state?.startsWith('Z') === false)
    .map(([, pid, parent, group, , born]) => ({
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      born: (born ?? '').trim(),
      marked: false,
    }));
}
