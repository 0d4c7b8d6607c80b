/// <reference path="./ncc.d.ts" />
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packageFolder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^.@\\/][^\\/]*(?=[\\/])/;

/**
 * The licence texts of every package in a bundle, its lazy chunks included (ncc's own `license`
 * option keeps those of one chunk alone).
 *
 * @param {import('@vercel/ncc').Stats} stats
 */
export function licences(stats) {
  const folders = new Set();
  for (const file of sources(stats)) {
    const folder = packageFolder.exec(file)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].map(licence).sort().join('\n\n');
}

/** @param {import('@vercel/ncc').Stats} stats */
function* sources({ compilation: { chunks, chunkGraph } }) {
  for (const chunk of chunks) {
    for (const module of chunkGraph.getChunkModules(chunk)) {
      for (const { resource } of module.modules ?? [module]) {
        if (resource !== undefined) yield resource;
      }
    }
  }
}

/** @param {string} folder */
function licence(folder) {
  const { name, version, license } = /** @type {Record<string, string>} */ (
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  );
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  if (texts.length === 0) return `${[name, version, license].join(' ')}\n\n${fromReadme(folder)}\n`;
  const read = texts.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return `${[name, version, license].join(' ')}\n\n${read.join('\n\n')}\n`;
}

/**
 * Some small packages print their licence at the end of their README instead.
 *
 * @param {string} folder
 */
function fromReadme(folder) {
  const readme = readdirSync(folder).find((file) => /^readme/i.test(file));
  const text = readme === undefined ? '' : readFileSync(join(folder, readme), 'utf8');
  const section = /^#+ *(?:licen[cs]e|copyright)[^]*/im.exec(text)?.[0];
  if (section === undefined) throw new Error(`${folder} has no licence to ship with the bundle.`);
  return section.trim();
}
