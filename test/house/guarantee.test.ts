import { describe, expect, test } from 'vitest';
import { faultsOf } from './held-by.ts';
import { read } from './tree.ts';

/** The lines of the tables under "What is promised": what is promised, and what shows it. */
function promisesIn(text: string): [promise: string, shownBy: string][] {
  const [section = ''] = (text.split('\n## What is promised\n')[1] ?? '').split('\n## ');
  return section
    .split('\n')
    .filter((line) => line.startsWith('|') && !/\| Shown by|^\| -/.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => [(cells[0] ?? '').trim(), (cells.at(-1) ?? '').trim()]);
}

/** `[short](file "title of the test")` */
function faultsOfPromise(shownBy: string): string[] {
  const links = [...shownBy.matchAll(/\[[^\]]+\]\((\S+) (["'])(.*?)\2\)/g)];
  const rest = links.reduce((left, [link]) => left.replace(link, ''), shownBy);
  const untitled = /\]\(/.test(rest) ? ['a link without the title of a test'] : [];
  const named = links.map(([, file = '', , title = '']) => ({ file, title }));
  return [...faultsOf(named, rest), ...untitled];
}

describe('each line of what the README promises names tests that exist, or that nothing does:', () => {
  test.each(promisesIn(read('README.md')))('%s', (_, shownBy) => {
    expect(faultsOfPromise(shownBy)).toEqual([]);
  });

  test('and there are many', () => {
    expect(promisesIn(read('README.md')).length).toBeGreaterThan(20);
  });
});

describe('the check of a promise sees', () => {
  const here = 'test/house/guarantee.test.ts';

  test('a test that exists', () => {
    const link = `[guarantee](${here} "the check of a promise sees > a test that exists")`;
    expect(faultsOfPromise(link)).toEqual([]);
  });

  test.each([
    ['It is safe', 'neither a test nor "nothing"'],
    [`[guarantee](${here})`, 'neither a test nor "nothing"'],
    [`[guarantee](${here} "the check of a promise sees > a te")`, 'no test in'],
    [`**Nothing**, see [guarantee](${here})`, 'a link without the title'],
  ])('what is wrong: %s', (shownBy, fault) => {
    expect(faultsOfPromise(shownBy)[0]).toContain(fault);
  });
});
