import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/domain/ledger.ts';
import {
  foldRecords,
  judgeByAge,
  recordsToRead,
  sortRecords,
  type ListedRecord,
} from '../../src/domain/sweep-plan.ts';
import { START } from '../support/fake-clock.ts';
import { intent, lease } from '../support/samples.ts';

const HERE = { repositoryId: 4711, runId: 99 };
const mark = (text: string): string => `mark of ${text}`;

function listed(more: Partial<ListedRecord> = {}): ListedRecord {
  return {
    artifactId: 1,
    name: 'virtual-number-rented-1-0123456789abcdef',
    kind: 'rented',
    attempt: 1,
    mark: mark('17'),
    runId: 7,
    headRepositoryId: HERE.repositoryId,
    createdAt: START,
    expired: false,
    ...more,
  };
}

const announced: LedgerRecord = { key: 'k', event: { type: 'intent', intent: intent('k') } };
const rented: LedgerRecord = { key: 'k', event: { type: 'rented', key: 'k', lease: lease('17') } };
const closed: LedgerRecord = {
  key: 'k',
  event: { type: 'closed', orderId: '17', how: 'cancelled', at: START },
};
const refused: LedgerRecord = { key: 'k', event: { type: 'refused', key: 'k', why: 'no-stock' } };

describe('sorting what GitHub lists', () => {
  test('keeps records by run, the newest first', () => {
    const young = listed({ artifactId: 2, runId: 8, createdAt: START + 1 });
    const old = listed({ artifactId: 3, createdAt: START });
    const same = listed({ artifactId: 4, runId: 8, createdAt: START + 2 });

    const { runs } = sortRecords([old, young, same], HERE);

    expect([...runs]).toEqual([
      [8, [same, young]],
      [7, [old]],
    ]);
  });

  test.each([
    ['of a fork', { headRepositoryId: 1 }, { forks: 1, expired: 0, own: 0 }],
    ['of a deleted fork', { headRepositoryId: null }, { forks: 1, expired: 0, own: 0 }],
    ['of the run that sweeps', { runId: HERE.runId }, { forks: 0, expired: 0, own: 1 }],
    ['that has expired', { expired: true }, { forks: 0, expired: 1, own: 0 }],
  ])('leaves out and counts a record %s', (_, more, counts) => {
    const sorted = sortRecords([listed(more)], HERE);
    expect(sorted).toEqual({ runs: new Map(), ...counts });
  });
});

describe('what still has to be read', () => {
  const order = listed();
  const purchase = listed({ kind: 'intent', mark: mark('k') });

  test('is every record of a kind while nothing was read', () => {
    expect(recordsToRead('rented', [order, purchase], [], mark)).toEqual([order]);
    expect(recordsToRead('intent', [order, purchase], [], mark)).toEqual([purchase]);
  });

  test('is neither the order nor the intent of what is closed', () => {
    expect(recordsToRead('rented', [order, purchase], [closed], mark)).toEqual([]);
    expect(recordsToRead('intent', [order, purchase], [closed], mark)).toEqual([]);
  });

  test.each([
    ['rented', rented],
    ['refused', refused],
  ])('is not the intent of what was %s', (_, answer) => {
    expect(recordsToRead('intent', [purchase], [answer], mark)).toEqual([]);
  });

  test('is not spared by a name, only by what was read', () => {
    const claims = listed({ kind: 'closed', artifactId: 5 });
    expect(recordsToRead('rented', [order, claims], [], mark)).toEqual([order]);
  });

  test('is what other purchases left', () => {
    const other = listed({ mark: mark('18') });
    expect(recordsToRead('rented', [order, other], [closed], mark)).toEqual([other]);
  });
});

describe('what a run left behind', () => {
  test.each<[string, LedgerRecord[], { open: string[]; unanswered: string[]; closed: number }]>([
    ['nothing', [], { open: [], unanswered: [], closed: 0 }],
    ['a purchase', [announced], { open: [], unanswered: ['k'], closed: 0 }],
    ['an order', [announced, rented], { open: ['17'], unanswered: [], closed: 0 }],
    [
      'an order, told of in the wrong order',
      [rented, announced],
      {
        open: ['17'],
        unanswered: [],
        closed: 0,
      },
    ],
    ['nothing open', [announced, rented, closed], { open: [], unanswered: [], closed: 1 }],
    [
      'nothing open, without the record of its order',
      [closed, announced],
      {
        open: [],
        unanswered: [],
        closed: 1,
      },
    ],
    ['nothing bought', [announced, refused], { open: [], unanswered: [], closed: 0 }],
  ])('%s', (_, records, left) => {
    const { open, unanswered, closed: count } = foldRecords(records);
    expect({
      open: open.map(({ orderId }) => orderId),
      unanswered: unanswered.map(({ key }) => key),
      closed: count,
    }).toEqual(left);
  });

  test('names every order, closed or not', () => {
    const other: LedgerRecord = {
      key: 'o',
      event: { type: 'rented', key: 'o', lease: lease('18') },
    };
    expect(foldRecords([closed, other]).known).toEqual(new Set(['17', '18']));
  });
});

describe('an open order, judged by its age', () => {
  test.each([
    ['close', START - 900_001],
    ['too-young', START - 900_000],
    ['too-young', START + 5_000],
    ['age-unknown', null],
  ])('%s', (verdict, createdAt) => {
    expect(judgeByAge({ createdAt }, 900_000, START)).toBe(verdict);
  });
});
