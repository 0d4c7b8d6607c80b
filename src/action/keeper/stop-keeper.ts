import { request } from 'node:http';
import { connect } from 'node:net';
import type { Clock } from '../../domain/ports.ts';
import { STOP_PATH } from '../../keeper/stop-route.ts';
import { readKeeperFile, type KeeperFile } from './keeper-file.ts';

const STOPPING_MS = 2_000;
const LOOK_AGAIN_MS = 50;

/**
 * Ends the keeper of a step, by what it wrote beside the step's journal: never by its process id,
 * which may be another's by now. Takes two seconds at most. Never rejects.
 *
 * @returns false where it may still live
 */
export async function stopKeeper(journalPath: string, clock: Clock): Promise<boolean> {
  const keeper = readKeeperFile(journalPath);
  if (keeper === null) return false;
  const until = clock.now() + STOPPING_MS;
  const done = new AbortController();
  const over = new AbortController();
  void clock.sleep(STOPPING_MS, done.signal).then(() => {
    over.abort();
  });
  try {
    const heard = await askToStop(keeper, over.signal);
    if (heard !== 'stopping') return heard === 'gone';
    while (await accepts(keeper.port, over.signal)) {
      if (clock.now() >= until) return false;
      await clock.sleep(LOOK_AGAIN_MS);
    }
    return true;
  } finally {
    done.abort();
  }
}

/** `other`: somebody else has the port by now, or it hangs. */
function askToStop(
  { port, stopKey }: KeeperFile,
  over: AbortSignal,
): Promise<'stopping' | 'gone' | 'other'> {
  return new Promise((resolve) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        path: STOP_PATH,
        method: 'POST',
        headers: { authorization: `Bearer ${stopKey}` },
        agent: false,
        signal: over,
      },
      (answer) => {
        answer.destroy();
        resolve(answer.statusCode === 204 ? 'stopping' : 'other');
      },
    );
    asking.on('error', (error) => {
      resolve(isRefused(error) ? 'gone' : 'other');
    });
    asking.end();
  });
}

function accepts(port: number, over: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, signal: over });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', (error) => {
      resolve(!isRefused(error));
    });
  });
}

function isRefused(error: Error): boolean {
  return 'code' in error && error.code === 'ECONNREFUSED';
}
