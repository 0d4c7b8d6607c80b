import { expect, test } from 'vitest';
import { markup } from '../../src/action/report/markdown.ts';
import { sweepTable } from '../../src/action/report/sweep-table.ts';

const SEEN = markup`Ledgers of 0 finished run(s).`;

test('a sweep that found nothing has nothing to do', () => {
  expect(String(sweepTable(SEEN, [], true))).toContain('Nothing to do.');
});

test('a sweep that could not look does not say that there is nothing to do', () => {
  const table = String(sweepTable(SEEN, [], false));
  expect(table).not.toContain('Nothing to do.');
  expect(table).toContain('❌ Not everything could be looked at');
});
