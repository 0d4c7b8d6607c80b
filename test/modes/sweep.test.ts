import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/domain/ledger.ts';
import type { ListedRecord, RunState } from '../../src/domain/sweep-plan.ts';
import { readLedgers, type RunRecords } from '../../src/modes/sweep.ts';
import { START } from '../support/fake-clock.ts';
import { world } from '../support/fake-ports.ts';
import { failure } from '../support/fake-provider.ts';
import { intent, lease } from '../support/samples.ts';

const HERE = { repositoryId: 4711, runId: 99 };
const LIMITS = { deadline: START + 60_000 };
const mark = (text: string): string => text;

interface Entry {
  run: number;
  listed: Pick<ListedRecord, 'kind' | 'mark'>;
  says: LedgerRecord | { unreadable: string } | 'fails';
}

const announced = (run: number, key: string): Entry => ({
  run,
  listed: { kind: 'intent', mark: key },
  says: { key, event: { type: 'intent', intent: intent(key) } },
});
const rented = (run: number, key: string, orderId: string): Entry => ({
  run,
  listed: { kind: 'rented', mark: orderId },
  says: { key, event: { type: 'rented', key, lease: lease(orderId) } },
});
const closed = (run: number, key: string, orderId: string): Entry => ({
  run,
  listed: { kind: 'closed', mark: orderId },
  says: { key, event: { type: 'closed', orderId, how: 'cancelled', at: START } },
});

/** The ledgers of some runs; each run has finished unless said otherwise. */
async function readAll(
  entries: readonly Entry[],
  states: Record<number, RunState | 'fails'> = {},
  gaps: string | null = null,
) {
  const asked: string[] = [];
  const records: RunRecords = {
    list: () =>
      Promise.resolve({
        gaps,
        records: entries.map(({ run, listed }, index) => ({
          ...listed,
          artifactId: index,
          name: `${listed.kind} ${listed.mark}`,
          attempt: 1,
          runId: run,
          headRepositoryId: HERE.repositoryId,
          createdAt: START + index,
          expired: false,
        })),
      }),
    stateOf: (runId) => {
      asked.push(`run ${runId}`);
      const state = states[runId] ?? 'finished';
      return state === 'fails' ? Promise.reject(failure('network')) : Promise.resolve(state);
    },
    read: ({ artifactId, name }) => {
      asked.push(name);
      const says = entries[artifactId]?.says ?? 'fails';
      return says === 'fails' ? Promise.reject(failure('rate-limited')) : Promise.resolve(says);
    },
  };
  const { reporter } = world('openapi', {});
  const found = await readLedgers(HERE, mark, records, LIMITS, reporter);
  return {
    asked,
    open: found.open.map(({ lease: { orderId }, runId }) => `${orderId} of ${runId}`),
    unanswered: found.unanswered.map(({ intent: { key }, runId }) => `${key} of ${runId}`),
    left: found.left,
    failures: found.failures.map(({ kind }) => kind),
    known: [...found.known],
    closed: found.closed,
    warnings: reporter.warnings,
    infos: reporter.infos,
  };
}

describe('the ledgers of finished runs', () => {
  test('say what is open and what has no answer', async () => {
    const found = await readAll([
      announced(7, 'k'),
      rented(7, 'k', '17'),
      announced(8, 'l'),
      announced(9, 'm'),
      rented(9, 'm', '19'),
      closed(9, 'm', '19'),
    ]);
    expect(found).toMatchObject({
      open: ['17 of 7'],
      unanswered: ['l of 8'],
      closed: 1,
      left: [],
      failures: [],
    });
    expect(found.known.toSorted()).toEqual(['17', '19']);
  });

  test('are read only as far as needed', async () => {
    const { asked } = await readAll([
      announced(7, 'k'),
      rented(7, 'k', '17'),
      closed(7, 'k', '17'),
    ]);
    expect(asked).toEqual(['run 7', 'closed 17']);
  });

  test('are read to the end where what closes an order proves nothing', async () => {
    const forged: Entry = { ...closed(7, 'k', '17'), says: { unreadable: 'forged' } };
    const { open, left, asked } = await readAll([rented(7, 'k', '17'), forged]);
    expect(open).toEqual(['17 of 7']);
    expect(left).toEqual([{ what: 'record closed 17 of run 7', why: 'forged' }]);
    expect(asked).toEqual(['run 7', 'closed 17', 'rented 17']);
  });
});

test('records that prove nothing are one warning: what they tell of may be open', async () => {
  const says = { unreadable: 'it was not written with this API token, or it is forged' };
  const entries = [announced(7, 'k'), rented(7, 'k', '17')];
  const { open, warnings } = await readAll(entries.map((entry) => ({ ...entry, says })));
  expect([open, warnings]).toEqual([[], [expect.stringMatching(/^2 record\(s\).*the old one/)]]);
});

describe('a run', () => {
  test.each([
    ['going', /has not finished/],
    ['unknown', /does not say/],
  ] as const)('that is %s is left alone, and its records are not read', async (state, why) => {
    const found = await readAll([rented(7, 'k', '17'), rented(8, 'l', '18')], { 7: state });
    expect(found.open).toEqual(['18 of 8']);
    expect(found.left).toEqual([{ what: 'run 7', why: expect.stringMatching(why) as string }]);
    expect(found.asked).toEqual(['run 8', 'rented 18', 'run 7']);
  });
});

describe('the orders of a run that goes on', () => {
  const living = [announced(7, 'k'), rented(7, 'k', '17'), closed(7, 'k', '16')];

  test('are known, so that none is taken for what a dead run may have bought', async () => {
    const found = await readAll([...living, announced(8, 'l')], { 7: 'going' });
    expect(found).toMatchObject({ known: ['17'], open: [], unanswered: ['l of 8'] });
    expect(found.asked).toEqual(['run 8', 'intent l', 'run 7', 'rented 17']);
  });

  test('that say nothing readable are not known', async () => {
    const forged: Entry = { ...rented(7, 'k', '17'), says: { unreadable: 'forged' } };
    const { known, left } = await readAll([forged, announced(8, 'l')], { 7: 'going' });
    expect(known).toEqual([]);
    expect(left.map(({ what }) => what)).toEqual(['run 7']);
  });
});

test('runs that GitHub does not know are one warning, which names them and says what to do', async () => {
  const { warnings } = await readAll([rented(7, 'k', '17'), rented(8, 'l', '18')], {
    7: 'unknown',
    8: 'unknown',
  });
  expect(warnings).toEqual([expect.stringMatching(/: 8, 7\..*newest orders/)]);
});

describe('trouble with GitHub', () => {
  test.each([
    ['is said in the line that counts', 'fails', true],
    ['is not said where there is none', 'finished', false],
  ] as const)('%s', async (_, state, said) => {
    const { infos } = await readAll([rented(7, 'k', '17')], { 7: state });
    expect(infos.at(-1)?.includes('Not everything could be looked at')).toBe(said);
  });

  test('is told, and what was found until then counts', async () => {
    const found = await readAll([rented(7, 'k', '17'), rented(8, 'l', '18')], { 7: 'fails' });
    expect(found).toMatchObject({ open: ['18 of 8'], failures: ['network'] });
  });

  test('within a run takes nothing of that run for granted', async () => {
    const found = await readAll([
      rented(7, 'k', '17'),
      { ...announced(7, 'm'), says: 'fails' },
      rented(8, 'l', '18'),
    ]);
    expect(found).toMatchObject({ open: ['18 of 8'], unanswered: [], failures: ['rate-limited'] });
  });

  test('is told where the list has gaps', async () => {
    const found = await readAll([rented(7, 'k', '17')], {}, 'more than 20000');
    expect(found).toMatchObject({ open: ['17 of 7'], failures: ['protocol'] });
  });
});
