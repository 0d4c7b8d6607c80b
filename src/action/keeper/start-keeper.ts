import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock } from '../../domain/ports.ts';
import { readReply, type KeeperConfig, type KeeperReply } from './messages.ts';

/**
 * What the keeper gets of main's environment, by names in upper case: what finds the way to the
 * provider, and what the runner ends it by. No input, no token, nothing of GitHub's. NODE_OPTIONS is
 * there because whoever sets it for the runner needs it in every process of node.
 */
const ENVIRONMENT = new Set([
  ...['RUNNER_TRACKING_ID', 'RUNNER_TEMP'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'],
  ...['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['PATH', 'SYSTEMROOT', 'WINDIR', 'TEMP', 'TMP', 'TMPDIR'],
  ...['LANG', 'LC_ALL', 'TZ'],
]);

/**
 * It lives long beside the tests and does little: memory counts, speed does not. Without a compiler
 * a thousand requests add 2 MiB instead of 12 (Node 20). All three are documented by Node.js; without
 * WebAssembly, which goes with the compiler, there is no global `fetch`.
 */
const MEMORY = ['--jitless', '--max-semi-space-size=1', '--max-old-space-size=64'];

const STARTING_MS = 60_000;

export function keeperEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => ENVIRONMENT.has(name.toUpperCase())),
  );
}

/**
 * Starts the keeper as a process that outlives this one. The configuration, and with it the token,
 * goes through a pipe: neither the command line nor the environment shows it.
 *
 * @returns what it serves; rejects with an error that says why it serves nothing
 */
export async function startKeeper(
  config: KeeperConfig,
  env: NodeJS.ProcessEnv,
  { clock, stop }: { clock: Clock; stop: AbortSignal },
): Promise<Extract<KeeperReply, { kind: 'serving' }>> {
  const entry = join(dirname(process.argv[1] ?? ''), '..', 'keeper', 'index.js');
  const child = spawn(process.execPath, [...MEMORY, entry], {
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: keeperEnvironment(env),
    cwd: tmpdir(), // a folder that is in use cannot be deleted on Windows
  });
  const answered = new AbortController();
  const late = clock.sleep(STARTING_MS, AbortSignal.any([stop, answered.signal]));
  try {
    const reply = await Promise.race([
      replyOf(child, config),
      late.then((): KeeperReply => {
        const why = stop.aborted ? 'the step was stopped' : 'it did not answer in time';
        return { kind: 'failed', why };
      }),
    ]);
    if (reply.kind === 'failed') throw new Error(reply.why);
    return reply;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    answered.abort();
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function replyOf(child: ChildProcess, config: KeeperConfig): Promise<KeeperReply> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`its process ended with ${signal ?? `exit code ${String(code)}`}`));
    });
    child.once('message', (message) => {
      const reply = readReply(message);
      if (reply === null) reject(new Error('its answer was not understood'));
      else resolve(reply);
    });
    // Why it does not arrive, if it does not, the events above tell.
    child.send(config, () => undefined);
  });
}
