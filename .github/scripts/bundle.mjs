/// <reference path="./ncc.d.ts" />
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ncc from '@vercel/ncc';
import { minify } from 'terser';
import ts from 'typescript';
import { licences } from './licences.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const dist = join(root, 'dist');

/** Folder under dist/ -> the source that it is built from. */
const entries = {
  main: 'src/main.ts',
  post: 'src/post.ts',
  keeper: 'src/keeper.ts',
  sandbox: 'src/sandbox/cli.ts',
  artifact: 'src/action/artifact/index.ts',
  github: 'src/action/github/index.ts',
};

/**
 * Bundles every entry and returns the files of dist/, by path, without writing any.
 *
 * The same source gives the same bytes in every folder: webpack derives its module ids from paths
 * that are relative to the working directory, so all of it happens inside one work folder whose
 * place relative to node_modules never changes. That folder is fresh each time, so two builds may
 * run side by side.
 *
 * @returns {Promise<Map<string, Buffer>>}
 */
export async function bundle() {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'bundle-'));
  const before = process.cwd();
  try {
    process.chdir(work);
    compile(work);
    writeFileSync(join(work, 'tsconfig.json'), '{}'); // ncc warns when it finds none
    /** @type {Map<string, Buffer>} */
    const files = new Map();
    for (const [name, source] of Object.entries(entries)) {
      await add(files, name, join(work, source.replace(/\.ts$/, '.js')), {
        externals: { undici: './undici.cjs', 'unzip-stream': './unused.cjs' },
      });
      for (const stub of ['undici.cjs', 'unused.cjs']) {
        if (files.get(`${name}/index.js`)?.includes(`./${stub}`)) {
          files.set(`${name}/${stub}`, readFileSync(join(root, '.github/scripts', stub)));
        }
      }
    }
    const undici = join(work, 'undici.cjs');
    writeFileSync(undici, "module.exports = require('undici');\n");
    await add(files, 'undici', undici, { filename: 'index.cjs' });
    return files;
  } finally {
    process.chdir(before);
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * TypeScript to JavaScript, types not checked (`npm run types` does that): ncc's own loader emits
 * CommonJS from nodenext sources.
 *
 * @param {string} outDir
 */
function compile(outDir) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    { outDir, noCheck: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  if (config === undefined) throw new Error('tsconfig.json could not be read.');
  const sources = Object.values(entries).map((source) => join(root, source));
  const program = ts.createProgram(sources, config.options);
  const { diagnostics } = program.emit();
  const [first] = [...program.getSyntacticDiagnostics(), ...diagnostics];
  if (first !== undefined) fail(first);
}

/**
 * @param {import('typescript').Diagnostic} diagnostic
 * @returns {never}
 */
function fail(diagnostic) {
  throw new Error(
    ts.formatDiagnostic(diagnostic, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    }),
  );
}

/**
 * @param {Map<string, Buffer>} files
 * @param {string} folder
 * @param {string} source
 * @param {Parameters<typeof ncc>[1]} options
 */
async function add(files, folder, source, options) {
  const { code, assets, stats } = await ncc(source, {
    cache: false,
    minify: false, // see smaller()
    quiet: true,
    // Otherwise ncc takes "process.cwd()" in @actions/exec for a folder of assets to ship.
    customEmit: () => false,
    ...options,
  });
  files.set(`${folder}/${options?.filename ?? 'index.js'}`, Buffer.from(await smaller(code)));
  for (const [name, asset] of Object.entries(assets)) {
    const source = name.endsWith('.js') ? await smaller(String(asset.source)) : asset.source;
    files.set(`${folder}/${name}`, Buffer.from(source));
  }
  const texts = licences(stats);
  if (texts !== '') files.set(`${folder}/licenses.txt`, Buffer.from(texts));
}

/**
 * Without what is never reached, and with short names: a step starts a quarter faster and needs a
 * sixth less memory than from the plain bundle. ncc's own minifier leaves the lazy chunks alone and
 * most dead code in. Reviewers read the source, and `npm run check-dist` proves that dist is it.
 *
 * @param {string} code
 */
async function smaller(code) {
  const { code: small } = await minify(code, {
    ecma: 2020,
    module: true,
    compress: { passes: 2 },
    format: { comments: false },
  });
  if (small === undefined) throw new Error('terser returned nothing.');
  return small;
}

/**
 * Paths of all files in a folder, relative to it, with forward slashes.
 *
 * @param {string} folder
 */
export function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}
