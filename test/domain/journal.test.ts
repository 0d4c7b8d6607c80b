import { describe, expect, test } from 'vitest';
import { foldJournal, type JournalEvent } from '../../src/domain/journal.ts';
import type { Lease } from '../../src/domain/lease.ts';
import { START } from '../support/fake-clock.ts';
import { intent, lease } from '../support/samples.ts';

const sent = (key: string): JournalEvent => ({ type: 'intent', intent: intent(key) });
const rented = (key: string, id: string): JournalEvent => ({
  type: 'rented',
  key,
  lease: lease(id),
});
const closed = (orderId: string): JournalEvent => ({
  type: 'closed',
  orderId,
  how: 'cancelled',
  at: START,
});

const ids = (leases: readonly Lease[]): string[] => leases.map(({ orderId }) => orderId);

describe('a journal amounts to', () => {
  test('nothing where it is empty', () => {
    expect(foldJournal([])).toEqual({
      open: [],
      all: [],
      closed: new Map(),
      closedAt: new Map(),
      rented: new Set(),
      handedOver: new Set(),
      unanswered: [],
      ended: false,
    });
  });

  test('an unanswered intent where the process died before the answer', () => {
    expect(foldJournal([sent('k1')]).unanswered).toEqual([intent('k1')]);
  });

  test('an open lease once the answer was an order', () => {
    const fold = foldJournal([sent('k1'), rented('k1', '7')]);
    expect([ids(fold.open), fold.unanswered]).toEqual([['7'], []]);
  });

  test('nothing owed once the answer was no', () => {
    const fold = foldJournal([sent('k1'), { type: 'refused', key: 'k1', why: 'no-stock' }]);
    expect([fold.open, fold.unanswered]).toEqual([[], []]);
  });

  test('only the intent without an answer, where several left', () => {
    const fold = foldJournal([sent('k1'), sent('k2'), rented('k1', '7'), sent('k3')]);
    expect(fold.unanswered.map(({ key }) => key)).toEqual(['k2', 'k3']);
  });

  test('every order of one answer', () => {
    const fold = foldJournal([sent('k1'), rented('k1', '7'), rented('k1', '8')]);
    expect(ids(fold.open)).toEqual(['7', '8']);
  });

  test('a lease that was adopted from another job', () => {
    expect(ids(foldJournal([{ type: 'adopted', lease: lease('9') }]).open)).toEqual(['9']);
  });

  test('what was learned last of an order', () => {
    const known = { ...lease('7'), phoneNumber: '+62811' };
    const fold = foldJournal([rented('k1', '7'), { type: 'adopted', lease: known }]);
    expect(fold.open).toEqual([known]);
  });

  test('a closed order as its own past, not as open', () => {
    const fold = foldJournal([rented('k1', '7'), rented('k2', '8'), closed('7')]);
    expect([ids(fold.open), ids(fold.all)]).toEqual([['8'], ['7', '8']]);
  });

  test('how and when each order was closed', () => {
    const fold = foldJournal([
      rented('k1', '7'),
      { type: 'closed', orderId: '7', how: 'finished', at: START + 5 },
    ]);
    expect(fold.closed).toEqual(new Map([['7', 'finished']]));
    expect(fold.closedAt).toEqual(new Map([['7', START + 5]]));
  });

  test('closed also where another step wrote down the closing first', () => {
    expect(foldJournal([closed('7'), rented('k1', '7')]).open).toEqual([]);
  });

  test('which orders this step rented itself, not those that it adopted', () => {
    const fold = foldJournal([rented('k1', '7'), { type: 'adopted', lease: lease('9') }]);
    expect(fold.rented).toEqual(new Set(['7']));
  });

  test('which orders another job was told of', () => {
    const events: JournalEvent[] = [rented('k1', '7'), { type: 'handed-over', orderId: '7' }];
    expect(foldJournal(events).handedOver).toEqual(new Set(['7']));
  });

  test('a main that ended by itself', () => {
    expect(foldJournal([{ type: 'ended' }]).ended).toBe(true);
  });
});
