import { describe, expect, test } from 'vitest';
import { code, markup, paragraphs, table, word } from '../../src/action/report/markdown.ts';

describe('text from outside is a code span', () => {
  test.each([
    ['a link', '[x](https://example.com)', '`[x](https://example.com)`'],
    ['a picture', '![x](https://example.com/x.png)', '`![x](https://example.com/x.png)`'],
    ['HTML', '<img src=x> &lt;', '`<img src=x> &lt;`'],
    ['a mention', '@octocat #1', '`@octocat #1`'],
    ['a pipe, which would end a cell', 'a\\|b', '`a\\¦b`'],
    ['a line break, which would end a row', 'a\n\n# b', '`a  # b`'],
    ['a backtick, which would end the span', '`@x`', '`` `@x` ``'],
    ['several backticks', 'a``` b `c', '```` a``` b `c ````'],
  ])('though it holds %s', (_, text, span) => {
    expect(code(text)).toBe(span);
  });

  test('or nothing where there is none', () => {
    expect(code(' \n')).toBe('');
  });
});

test('a word holds no sign of markup', () => {
  expect(word('otp-received <b>*@x*|`')).toBe('otp-received bx');
});

test('a template keeps what is escaped already, and numbers', () => {
  expect(markup`**${code('a|b')}** ${3} s`).toBe('**`a¦b`** 3 s');
});

test('empty paragraphs are left out', () => {
  expect(paragraphs([markup`a`, '', markup`b`])).toBe('a\n\nb');
});

test('a table without rows is nothing', () => {
  expect(table(['A'], [])).toBe('');
});
