import { describe, expect, test } from 'vitest';
import {
  failureLine,
  leaseTable,
  offerTable,
  releaseTable,
  requestLine,
  waitTable,
} from '../../src/action/report/summary.ts';
import type { Waited } from '../../src/modes/wait.ts';
import { failure } from '../support/fake-provider.ts';
import { lease, offer, order, sms, withCode } from '../support/samples.ts';

const rowsOf = (table: string): string[] => table.split('\n').slice(2);
/** Cells of a row. */
const cellsOf = (row: string | undefined): string[] =>
  (row ?? '')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe('rented numbers', () => {
  test('stand in a row each', () => {
    expect(leaseTable([lease('7'), lease('8')], false)).toBe(
      [
        '| Order | Number | Country | Platform | Price | Expires |',
        '| --- | --- | --- | --- | --- | --- |',
        '| `7` | `+628123456789` | `indonesia` | `whatsapp` | 4500 IDR | 2026-03-16 14:20 UTC |',
        '| `8` | `+628123456789` | `indonesia` | `whatsapp` | 4500 IDR | 2026-03-16 14:20 UTC |',
      ].join('\n'),
    );
  });

  test('are hidden where that is asked for', () => {
    expect(cellsOf(rowsOf(leaseTable([lease('7')], true))[0])[1]).toBe('hidden');
  });

  test('show the ISO code where no country is known, and say what is unknown', () => {
    const bare = lease('7', { country: '', price: null, expiresAt: null });
    expect(cellsOf(rowsOf(leaseTable([bare], false))[0]).slice(2)).toEqual([
      '`ID`',
      '`whatsapp`',
      'unknown',
      'unknown',
    ]);
  });

  test('make no table where there are none', () => {
    expect(leaseTable([], false)).toBe('');
  });
});

test('a wait never shows the code or the text of the SMS', () => {
  const waited: Waited = {
    lease: lease('7', { status: 'otp-received' }),
    order: withCode('7', '042917'),
    sms: sms('042917'),
    code: '042917',
    failure: null,
  };
  const table = waitTable([waited], 12);
  expect(table).toContain('| Order | Status | Result |');
  expect(table).not.toMatch(/042917|Your code/);
  expect(table).toContain('code received after 12 s');
});

test('a wait without a code shows the kind of its failure', () => {
  const waited: Waited = {
    lease: lease('7'),
    order: null,
    sms: null,
    code: null,
    failure: failure('otp-timeout'),
  };
  expect(waitTable([waited], 120)).toContain('❌ otp-timeout');
});

test.each([
  ['cancelled', '✅ cancelled, refunded'],
  ['finished', '✅ finished, its SMS is paid'],
  ['already-closed', '✅ was already closed'],
  ['paid', '✅ its SMS is paid'],
] as const)('an order that was %s is a success', (how, said) => {
  expect(releaseTable([{ lease: lease('7'), how, order: order('7') }])).toContain(said);
});

test('an order that could not be given back is red', () => {
  const table = releaseTable([
    { lease: lease('7'), how: null, failure: failure('leaked'), order: null },
  ]);
  expect(table).toContain('❌ leaked');
});

test.each([
  [
    'a release',
    releaseTable([{ lease: lease('7'), how: 'paid', order: order('7') }]),
    '| Order | Price | How it ended |',
  ],
  ['a catalog', offerTable([offer('42')]), '| Product | Country | Platform | Price | In stock |'],
])('the columns of %s have names', (_, table, head) => {
  expect(table.split('\n')[0]).toBe(head);
});

test('a failure is named by its kind', () => {
  expect(failureLine(failure('no-stock', 'None left.'))).toBe('❌ **no-stock**: `None left.`');
});

test('of a large catalog the first 20 offers are shown', () => {
  const offers = Array.from({ length: 25 }, (_, index) => offer(String(index)));
  expect(rowsOf(offerTable(offers))).toHaveLength(20);
});

describe("a provider's text", () => {
  test('cannot become markup or a second line in a failure', () => {
    const line = failureLine(failure('protocol', 'It said <img src=x>\n| a |'));
    expect(line).toBe('❌ **protocol**: `It said <img src=x> ¦ a ¦`');
  });

  test('cannot break the table of rented numbers', () => {
    const odd = lease('7|8', { country: 'a|b\nc', platform: '<b>|x' });
    const rows = rowsOf(leaseTable([odd], false));
    expect(rows).toHaveLength(1);
    expect(cellsOf(rows[0])).toHaveLength(6);
    expect(cellsOf(rows[0])[3]).toBe('`<b>¦x`');
  });

  test('cannot break the table of offers', () => {
    const rows = rowsOf(offerTable([offer('4`2', { platform: 'what|s\napp' })]));
    expect(rows.map((row) => cellsOf(row).length)).toEqual([5]);
    expect(rows[0]).toContain('`` 4`2 ``');
  });
});

describe('the requests of a step', () => {
  test.each([
    [1, '_1 request to the provider_'],
    [3, '_3 requests to the provider_'],
  ])('%i', (count, line) => {
    expect(requestLine(count, true)).toBe(line);
  });

  test('to a sandbox say that nothing real was tested', () => {
    expect(requestLine(3, false)).toContain('sandbox');
  });
});
