import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import type { HttpFault } from '../../src/smscode/http.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const CHILD = `
import { createHttp } from './http.js';
const request = { method: 'GET', url: new URL(process.argv[2]), headers: { authorization: 'Bearer t' } };
const outcome = await createHttp('child')(request, { timeoutMs: 8000 }).then(
  ({ status, body }) => ({ status, body }),
  ({ phase, why, message }) => ({ phase, why, message }),
);
process.stdout.write(JSON.stringify(outcome));
process.exit();
`;

export type Outcome =
  { status: number; body: string } | Pick<HttpFault, 'phase' | 'why' | 'message'>;

/**
 * The HTTP client in a process of its own, for what node reads from the environment at its start:
 * which certificates it trusts. One request a process.
 */
export class HttpChild {
  readonly #folder = mkdtempSync(join(tmpdir(), 'http-child-'));

  constructor(trusted: string) {
    for (const name of ['http', 'connections']) {
      const source = readFileSync(join(root, `src/smscode/${name}.ts`), 'utf8');
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          rewriteRelativeImportExtensions: true,
        },
      });
      writeFileSync(join(this.#folder, `${name}.js`), outputText);
    }
    writeFileSync(join(this.#folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(this.#folder, 'child.mjs'), CHILD);
    writeFileSync(join(this.#folder, 'trusted.pem'), trusted);
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'), 'junction');
  }

  async get(url: string, env: Record<string, string>): Promise<Outcome> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(this.#folder, 'child.mjs'), url],
      { env: { NODE_EXTRA_CA_CERTS: join(this.#folder, 'trusted.pem'), ...env } },
    );
    return JSON.parse(stdout) as Outcome;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
