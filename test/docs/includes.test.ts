import { describe, expect, test } from 'vitest';
import { withIncludes } from '../../.github/scripts/includes.mjs';

const files: Record<string, string> = {
  'a/test.ts': "expect('$&').toBe(`$1`);\n",
  'a/run.sh': 'echo a\n',
};

const include = (text: string) => withIncludes(text, (path) => files[path] ?? '');

describe('an include', () => {
  test('shows the file, word by word, in the language of its name', () => {
    expect(include('A\n\n<!-- include a/test.ts -->\n<!-- /include -->\n\nB\n')).toBe(
      "A\n\n<!-- include a/test.ts -->\n\n```ts\nexpect('$&').toBe(`$1`);\n```\n\n<!-- /include -->\n\nB\n",
    );
  });

  test('replaces what stood there, each its own', () => {
    const old = (path: string) => `<!-- include ${path} -->\n\nold\n\n<!-- /include -->\n`;
    const text = include(old('a/test.ts') + old('a/run.sh'));
    expect(text).not.toContain('old');
    expect(text.indexOf('$1')).toBeLessThan(text.indexOf('```sh\necho a\n```'));
    expect(include(text)).toBe(text);
  });

  test.each([
    ['<!-- include a/run.sh -->\n', 'no end'],
    ['<!-- /include -->\n', 'no beginning'],
    [
      '<!-- include a/run.sh -->\n<!-- include a/test.ts -->\n<!-- /include -->\n',
      'one end for two',
    ],
  ])('is refused: %j has %s', (text) => {
    expect(() => include(text)).toThrow('needs a "<!-- /include -->"');
  });

  test('of a language that is not known is refused', () => {
    expect(() => include('<!-- include a.cobol -->\n<!-- /include -->\n')).toThrow('a.cobol');
  });
});
