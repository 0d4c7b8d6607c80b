import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { faultsOf } from './held-by.ts';
import { read } from './tree.ts';

/** A line of the threat model: its first cell, and its last, which says what holds it. */
type Threat = [name: string, heldBy: string];

function threatsIn(text: string): Threat[] {
  const [, section = ''] = text.split('\n## Threats\n');
  return section
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (Threat |-)/.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => [(cells[0] ?? '').trim(), (cells.at(-1) ?? '').trim()]);
}

/** What is wrong with how a line says that it is held. */
function faultsOfThreat([, heldBy]: Threat): string[] {
  const links = [...heldBy.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g)];
  const rest = links.reduce((left, [link]) => left.replace(link, ''), heldBy);
  return faultsOf(
    links.map(([, title = '', file = '']) => ({ title, file })),
    rest,
  );
}

describe('each threat names tests that exist, or says that nothing holds it:', () => {
  test.each(threatsIn(read('.github/SECURITY.md')))('%s', (...threat) => {
    expect(faultsOfThreat(threat)).toEqual([]);
  });
});

describe('the check of a threat sees', () => {
  const held = (by: string): string[] =>
    threatsIn(`\n## Threats\n\n| Threat | Done | Held by |\n| --- | --- | --- |\n| A | B | ${by} |`)
      .map(faultsOfThreat)
      .flat();
  const here = '../test/house/security.test.ts';

  test('a test that exists', () => {
    expect(held(`[the check of a threat sees > a test that exists](${here})`)).toEqual([]);
  });

  test('that nothing is said to hold it', () => {
    expect(held('**Nothing** at all')).toEqual([]);
  });

  test.each([
    ['', 'neither a test nor "nothing"'],
    ['It is safe', 'neither a test nor "nothing"'],
    ['nothing to fear', 'neither a test nor "nothing"'],
    [`[a test that exists](${here})`, 'no test in'],
    [`[the check of a threat sees > a test](${here})`, 'no test in'],
    ['[a](../test/house/gone.test.ts)', 'no file of tests'],
    ['[a](../src/main.ts)', 'no file of tests'],
    [`[the check of a threat sees > a test that exists](${here}), [b](${here})`, 'no test in'],
  ])('what is wrong: %s', (by, fault) => {
    expect(held(by)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('the examples', () => {
  test('put no output into a script', () => {
    const blocks = [...read('README.md').matchAll(/^```yaml\n([^]*?)^```/gm)].map(
      ([, t]) => t ?? '',
    );
    const scripts = blocks.flatMap((text) => scriptsIn(parse(text)));
    expect(scripts).not.toEqual([]);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});

/** Every `run:` in a workflow, or in steps of one. */
function scriptsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'run' && typeof inner === 'string' ? [inner] : scriptsIn(inner),
  );
}
