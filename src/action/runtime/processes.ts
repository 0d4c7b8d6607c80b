import { readFileSync } from 'node:fs';

/** A process, told from a later one of the same id where the system says when it began (Linux). */
export interface ProcessMark {
  pid: number;
  /** Clock ticks from the start of the machine, as /proc has them; null where there is no /proc. */
  startedAt: string | null;
}

export function markOf(pid: number): ProcessMark {
  const stat = statOf(pid);
  return { pid, startedAt: typeof stat === 'string' ? null : stat.startedAt };
}

/** Whether that very process still runs; one that has ended and that nobody has reaped does not. */
export function isRunning({ pid, startedAt }: ProcessMark): boolean {
  const stat = startedAt === null ? 'unreadable' : statOf(pid);
  if (stat === 'gone') return false;
  if (stat === 'unreadable') return isAlive(pid);
  return stat.startedAt === startedAt && !'ZX'.includes(stat.state);
}

/** Whether any process has this id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process (main as root, post not) lives, though it may not be signalled.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export interface ProcessStat {
  state: string;
  parent: number;
  /** Process group, by the id of its leader. */
  group: number;
  /** Clock ticks from the start of the machine. */
  startedAt: string;
}

/** proc(5), /proc/PID/stat: the state is its 3rd field, then parent and group; the start its 22nd. */
export function statOf(pid: number): ProcessStat | 'gone' | 'unreadable' {
  let text: string;
  try {
    text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'ENOENT' || code === 'ESRCH' ? 'gone' : 'unreadable';
  }
  // The 2nd field is the name in brackets, and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group] = fields;
  const startedAt = fields[19];
  return state === undefined || startedAt === undefined
    ? 'unreadable'
    : { state, parent: Number(parent), group: Number(group), startedAt };
}
