import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { InputName } from '../../src/action/inputs/input-list.ts';
import { complaint, ENOUGH, read } from '../support/inputs.ts';

const { inputs: declared } = parse(
  readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'),
) as { inputs: Record<string, { description: string }> };

/** A value of each input that is not its default. */
const SET: Partial<Record<InputName, string>> = {
  'api-url': 'https://api.example.com',
  'api-dialect': 'openapi',
  platform: 'telegram',
  country: 'germany',
  'product-id': '42',
  policy: 'most-stock',
  'max-price': '9000',
  'min-balance': '1',
  'catalog-ttl': '5m',
  count: '2',
  'allow-partial': 'true',
  'wait-in-post': 'true',
  'auto-release': 'false',
  'release-timeout': '9s',
  rent: 'true',
  'order-id': '7',
  timeout: '9s',
  'poll-interval': '9s',
  'mask-phone': 'true',
  tolerate: 'network',
  'requests-per-minute': '60',
  'parallel-jobs': '2',
  run: 'true',
  shell: 'pwsh',
  attempts: '2',
  serve: 'true',
  scope: 'token',
  'older-than': '1m',
  ledger: 'artifact',
  after: '1',
  'resend-after': '30s',
  'otp-pattern': '(x)',
  'expect-domain': 'example.com',
  'webhook-listen': '0.0.0.0:1',
  'webhook-secret': 'shh',
  'webhook-relay': 'https://relay.example.com',
};

/** What an input is refused without. */
const BESIDE: Partial<Record<InputName, object>> = {
  'webhook-secret': { 'webhook-listen': '0.0.0.0:1' },
};

/** Values of inputs that this version cannot follow yet. */
const COMING: Partial<Record<InputName, string>> = {
  records: 'records.ndjson',
};

/** The modes that the description in action.yml ends with. */
function modesOf(name: string): string[] {
  const [, modes = 'all'] = /Modes: ([^.]*)\.\s*$/.exec(declared[name]?.description ?? '') ?? [];
  const all = ['acquire', 'wait', 'release', 'check'];
  return modes === 'all' ? all : all.filter((mode) => modes.split(/[^a-z]+/).includes(mode));
}

const cases = (values: object): [mode: string, name: InputName, value: string, used: boolean][] =>
  ['acquire', 'wait', 'release', 'check'].flatMap((mode) =>
    Object.entries(values).map(([name, value]): [string, InputName, string, boolean] => [
      mode,
      name as InputName,
      value as string,
      modesOf(name).includes(mode),
    ]),
  );

test('every input of action.yml is judged here', () => {
  const elsewhere = ['mode', 'token', 'github-token', 'job-status'];
  const judged = [...Object.keys(SET), ...Object.keys(COMING), ...elsewhere];
  expect(judged.toSorted()).toEqual(Object.keys(declared).toSorted());
});

describe('an input is named as unused exactly where action.yml does not list the mode', () => {
  test.each(cases(SET))('%s: "%s: %s" is used: %s', (mode, name, value, used) => {
    const { unused } = read({ mode, ...BESIDE[name], [name]: value });
    expect(unused.includes(name)).toBe(!used);
  });
});

describe('an input that cannot be followed yet is refused exactly where it would be used', () => {
  test.each(cases(COMING))('%s: "%s: %s" is used: %s', (mode, name, value, used) => {
    expect(complaint({ mode, [name]: value })).toBe(
      used
        ? `"${name}" is not available yet in this version; leave it out. Nothing was sent or bought.`
        : '',
    );
  });

  test.each(cases(COMING).filter(([, , , used]) => !used))(
    '%s: "%s: %s" is named as unused instead',
    (mode, name, value) => {
      const { unused } = read({ mode, [name]: value });
      const given = mode === 'acquire' || mode === 'check' ? [] : Object.keys(ENOUGH).slice(1);
      expect(unused.toSorted()).toEqual([...given, name].toSorted());
    },
  );
});
