import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../dist/sandbox/index.js', import.meta.url));

/**
 * Starts the built sandbox as a process of its own and waits until it listens.
 *
 * @param {string[]} [flags]
 * @returns {Promise<SandboxProcess>}
 *
 * @typedef {object} SandboxProcess
 * @property {string} url base that speaks both dialects
 * @property {string} guideUrl
 * @property {string} openapiUrl
 * @property {string} controlUrl
 * @property {string} token
 * @property {(path: string, body?: unknown) => Promise<any>} control GET without a body, else POST
 * @property {() => Promise<void>} stop
 */
export async function startSandboxProcess(flags = []) {
  const child = spawn(process.execPath, [entry, '--json', ...flags], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const text = await new Promise((resolve, reject) => {
    let said = '';
    child.on('error', reject);
    child.on('exit', () => reject(new Error('the sandbox ended before it listened')));
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes('\n')) resolve(said);
    });
  });
  /** @type {{ url: string, guide_url: string, openapi_url: string, control_url: string, token: string }} */
  const ready = JSON.parse(String(text));
  return {
    url: ready.url,
    guideUrl: ready.guide_url,
    openapiUrl: ready.openapi_url,
    controlUrl: ready.control_url,
    token: ready.token,
    control: async (path, body) => {
      const init =
        body === undefined
          ? {}
          : {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(body),
            };
      return (await fetch(ready.control_url + path, init)).json();
    },
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.on('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
