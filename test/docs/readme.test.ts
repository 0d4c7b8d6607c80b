import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withIncludes } from '../../.github/scripts/includes.mjs';
import { withTables } from '../../.github/scripts/tables.mjs';
import { FAILURE_KINDS } from '../../src/domain/failure.ts';
import { faults } from '../house/github.ts';
import { read, root } from '../house/tree.ts';

const readme = read('README.md');
const examples = [...readme.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text = '']) => text);

describe('README.md', () => {
  test('has the tables that "npm run docs" writes from action.yml', async () => {
    expect(readme).toBe(await withTables(readme, read('action.yml')));
  });

  test('shows the examples of test/examples as they are', () => {
    expect(readme).toBe(withIncludes(readme, read));
  });

  test('has no other code under "Use it in your test": what stands there is played', () => {
    const [, section = ''] = readme.split('## Use it in your test');
    const [text = ''] = section.split('\n## ');
    expect(text).toContain('```');
    expect(text.replaceAll(/<!-- include [^]*?<!-- \/include -->/g, '')).not.toContain('```');
  });

  test('names every kind of failure, in the order in which they win', () => {
    const [, section = ''] = readme.split('## When it fails');
    const [table = ''] = section.split('\n## ');
    const kinds = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, kind]) => kind);
    expect(kinds).toEqual(FAILURE_KINDS);
  });

  test.each(examples.map((text, index) => [index + 1, text] as const))(
    'example %i is a valid workflow, or steps of one',
    async (index, text) => {
      expect(await faults(`example-${String(index)}.yml`, asWorkflow(text))).toEqual([]);
    },
  );
});

describe.each(['README.md', '.github/CONTRIBUTING.md', '.github/SECURITY.md'])('%s', (file) => {
  const text = read(file);

  test('names only commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => name !== undefined && !(name in scripts))).toEqual([]);
  });

  test('has nothing left over from a merge', () => {
    expect(text).not.toMatch(/^(?:<{7}|>{7}) /m);
  });

  test('links only to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)# ]+)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([]);
  });
});

function asWorkflow(text: string) {
  if (!Array.isArray(parse(text))) return text;
  const steps = text.replaceAll(/^(?=.)/gm, '      ');
  return `on: push\npermissions: {}\njobs:\n  example:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
}
