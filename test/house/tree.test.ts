import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { read, root } from './tree.ts';

/** What a visitor sees first; everything else has its place in a folder. */
const top = [
  '.ci',
  '.gitattributes',
  '.github',
  '.gitignore',
  '.nvmrc',
  'LICENSE',
  'README.md',
  'action.yml',
  'dist',
  'eslint.config.js',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n');

describe('the tree', () => {
  test('has these entries at its top and no others', () => {
    expect([...new Set(files.map((file) => file.split('/')[0]))].sort()).toEqual(top);
  });

  test('locks packages to no other registry than the public one', () => {
    const resolved = read('package-lock.json').match(/"resolved": "[^"]*/g) ?? [];
    const elsewhere = resolved.filter((line) => !line.includes('"https://registry.npmjs.org/'));
    expect(elsewhere).toEqual([]);
  });

  test('pins every direct package to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
