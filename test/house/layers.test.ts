import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../../.github/dependency-cruiser.mjs';
import { read, root } from './tree.ts';

/** Files that each break one rule. */
const breaches: [rule: string, file: string, imports: string][] = [
  ['domain-is-pure', 'domain/a.ts', 'node:crypto'],
  ['domain-is-pure', 'domain/b.ts', 'zod'],
  ['domain-is-pure', 'domain/c.ts', '../smscode/target.ts'],
  ['modes-know-ports-only', 'modes/a.ts', '../smscode/target.ts'],
  ['modes-know-ports-only', 'modes/b.ts', '../action/target.ts'],
  ['modes-know-ports-only', 'modes/c.ts', 'node:fs'],
  ['modes-know-ports-only', 'modes/d.ts', 'zod'],
  ['smscode-is-http-only', 'smscode/a.ts', '../modes/target.ts'],
  ['smscode-is-http-only', 'smscode/b.ts', '../action/target.ts'],
  ['smscode-is-http-only', 'smscode/c.ts', 'libphonenumber-js'],
  ['smscode-leaves-the-runner-alone', 'smscode/d.ts', 'node:fs/promises'],
  ['smscode-leaves-the-runner-alone', 'smscode/e.ts', 'child_process'],
  ['keeper-serves-the-domain', 'keeper/a.ts', '../smscode/target.ts'],
  ['keeper-serves-the-domain', 'keeper/b.ts', '../modes/target.ts'],
  ['keeper-serves-the-domain', 'keeper/c.ts', 'libphonenumber-js'],
  ['toolkit-in-action-only', 'modes/e.ts', '@actions/core'],
  ['toolkit-in-action-only', 'smscode/f.ts', '@actions/core'],
  ['toolkit-in-action-only', 'sandbox/a.ts', '@actions/core'],
  ['toolkit-in-action-only', 'main.ts', '@actions/core'],
  ['http-client-in-smscode-only', 'action/a.ts', '@actions/http-client'],
  ['sandbox-stands-alone', 'sandbox/b.ts', '../domain/target.ts'],
  ['sandbox-stands-alone', 'sandbox/c.ts', '../smscode/target.ts'],
  ['sandbox-stands-alone', 'sandbox/d.ts', 'libphonenumber-js'],
  ['nobody-imports-the-sandbox', 'action/b.ts', '../sandbox/target.ts'],
  ['nobody-imports-the-sandbox', 'smscode/g.ts', '../sandbox/target.ts'],
  ['nobody-imports-an-entry', 'action/c.ts', '../main.ts'],
  ['large-packages-are-lazy', 'action/f.ts', './github/target.ts'],
  ['large-packages-are-lazy', 'action/g.ts', '@actions/artifact'],
  ['no-cycles', 'domain/left.ts', './right.ts'],
  ['no-orphans', 'domain/alone.ts', ''],
  ['resolvable', 'action/d.ts', './nowhere.ts'],
  ['no-development-packages', 'action/e.ts', 'yaml'],
];

/** What each layer may do. */
const allowed: [file: string, imports: string][] = [
  ['domain/y.ts', './target.ts'],
  ['modes/y.ts', '../domain/target.ts'],
  ['modes/z.ts', './target.ts'],
  ['smscode/w.ts', '../domain/target.ts'],
  ['smscode/x.ts', 'zod/mini'],
  ['smscode/y.ts', '@actions/http-client'],
  ['smscode/z.ts', 'node:crypto'],
  ['keeper/y.ts', '../domain/target.ts'],
  ['keeper/w.ts', 'zod/mini'],
  ['keeper/x.ts', 'eventsource-parser'],
  ['keeper/z.ts', 'node:http'],
  ['action/u.ts', '../modes/target.ts'],
  ['action/v.ts', '../smscode/target.ts'],
  ['action/w.ts', '../domain/target.ts'],
  ['action/x.ts', '@actions/core'],
  ['action/y.ts', 'node:fs'],
  ['action/z.ts', 'libphonenumber-js'],
  ['sandbox/y.ts', 'node:http'],
  ['sandbox/z.ts', 'zod'],
  ['action/github/y.ts', '@actions/github'],
  ['post.ts', './action/target.ts'],
];

const layers = ['domain', 'modes', 'smscode', 'keeper', 'action', 'action/github', 'sandbox'];

let tree = '';
const found = new Set<string>();

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'layers-'));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  writeFileSync(join(tree, 'package.json'), read('package.json'));
  writeSource('domain/right.ts', './left.ts');
  for (const layer of layers) writeSource(`${layer}/target.ts`, '');
  for (const [, file, imports] of breaches) writeSource(file, imports);
  for (const [file, imports] of allowed) writeSource(file, imports);

  const { output } = await cruise(['src'], {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    baseDir: tree,
  });
  if (typeof output === 'string') throw new Error(output);
  for (const { from, rule } of output.summary.violations) found.add(`${rule.name} ${from}`);
});

afterAll(() => {
  rmSync(tree, { recursive: true });
});

describe('a layer rule bites', () => {
  test.each(breaches)('%s: src/%s imports "%s"', (rule, file) => {
    expect([...found]).toContain(`${rule} src/${file}`);
  });

  test('every rule is among those tried', () => {
    const rules = new Set(config.forbidden.map(({ name }) => name));
    expect(new Set(breaches.map(([rule]) => rule))).toEqual(rules);
  });
});

describe('a layer may use what lies below it', () => {
  test.each(allowed)('src/%s imports "%s"', (file) => {
    expect([...found].filter((breach) => breach.endsWith(` src/${file}`))).toEqual([]);
  });
});

function writeSource(file: string, imports: string) {
  const path = join(tree, 'src', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, imports === '' ? 'export {};\n' : `import '${imports}';\nexport {};\n`);
}
