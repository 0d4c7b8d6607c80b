import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { Failure } from '../../domain/failure.ts';
import type { Clock } from '../../domain/ports.ts';
import type { CommandEnd } from '../../domain/verify-plan.ts';
import type { RunningCommand } from '../../modes/verify-ports.ts';
import { CANCEL, CLEAR, Family } from './end-family.ts';
import { processTable } from './process-table.ts';
import type { Script } from './shell.ts';

export interface CommandWish {
  script: Script;
  env: Record<string, string>;
  cwd: string;
  /** A text in `env` that stands in the environment of nothing else. */
  mark: string;
}

/**
 * Starts a command whose output goes where ours goes, with a process group of its own. When `stop`
 * aborts, all that it started is ended.
 */
export function startCommand(
  { script, env, cwd, mark }: CommandWish,
  stop: AbortSignal,
  clock: Clock,
): RunningCommand {
  const child = spawn(script.program, script.args, {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: true,
  });
  const family = familyOfChild(child, mark, clock);
  const atExit = (): void => {
    family.killAtOnce();
  };
  process.on('exit', atExit);
  let ending: Promise<void> | null = null;
  const cancel = (): void => {
    ending ??= family.end(CANCEL);
  };
  stop.addEventListener('abort', cancel);
  if (stop.aborted) cancel();
  return {
    ended: endOf(child, script),
    clear: async () => {
      await (ending ?? family.end(CLEAR));
      stop.removeEventListener('abort', cancel);
      process.removeListener('exit', atExit);
    },
  };
}

function endOf(child: ChildProcess, { program }: Script): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      reject(
        new Failure(
          'command-failed',
          `The command of "run" cannot be started with ${program} (${error.message}). Check "shell", and that the workspace is still there.`,
          { cause: error },
        ),
      );
    });
    child.on('exit', (code, signal) => {
      resolve(
        code === null ? { by: 'signal', signal: signal ?? 'a signal' } : { by: 'exit', code },
      );
    });
  });
}

interface EndableFamily {
  end: Family['end'];
  killAtOnce: () => void;
}

function familyOfChild({ pid }: ChildProcess, mark: string, clock: Clock): EndableFamily {
  if (pid === undefined) return { end: () => Promise.resolve(), killAtOnce: () => undefined };
  if (process.platform === 'win32') return windowsTree(pid);
  const table = (): ReturnType<typeof processTable> => {
    try {
      return processTable(mark);
    } catch {
      return []; // No `ps`, or no file descriptor is left: nobody can be told then.
    }
  };
  const born = table().find((one) => one.pid === pid)?.born ?? '';
  return new Family({ pid, born }, { clock, table, signal });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile, or belongs to another user.
  }
}

/** Only while its root lives can Windows find a tree; see `taskkill /?`. */
function windowsTree(pid: number): EndableFamily {
  const killAtOnce = (): void => {
    spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)], { stdio: 'ignore' });
  };
  return {
    end: () => {
      killAtOnce();
      return Promise.resolve();
    },
    killAtOnce,
  };
}
