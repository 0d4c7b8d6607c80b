import { describe, expect, test } from 'vitest';
import { markOf, RecordText } from '../../src/action/ledger/record-text.ts';
import type { LedgerRecord } from '../../src/domain/ledger.ts';
import { intent, lease } from '../support/samples.ts';

const API = new URL('https://api.smscode.gg/v1');
const PLACE = { repositoryId: 4711, runId: 7 };
const text = new RecordText('smsc_token', API);
const record: LedgerRecord = {
  key: 'k',
  event: { type: 'rented', key: 'k', lease: lease('17', { phoneNumber: '+628123456789' }) },
};

type Fields = Record<string, unknown>;

/** The same record after somebody changed it; `body` within, with its proof left as it was. */
function tampered(change: { body?: Fields; outside?: Fields }): string {
  const sealed = JSON.parse(text.write(record, PLACE)) as Fields & { body: string };
  const body = JSON.stringify({ ...(JSON.parse(sealed.body) as Fields), ...change.body });
  return JSON.stringify({ ...sealed, body, ...change.outside });
}

describe('a record', () => {
  test.each<LedgerRecord>([
    { key: 'k', event: { type: 'intent', intent: intent('k', { balance: null }) } },
    { key: 'k', event: { type: 'rented', key: 'k', lease: lease('17', { phoneNumber: '' }) } },
    { key: 'k', event: { type: 'closed', orderId: '17', how: 'cancelled', at: 1 } },
    { key: 'k', event: { type: 'refused', key: 'k', why: 'no-stock' } },
  ])('is read as it was written ($event.type)', (written) => {
    expect(text.read(text.write(written, PLACE), PLACE)).toEqual(written);
  });

  test('holds no phone number, no token and no balance', () => {
    const announced = intent('k', { balance: 123_456 });
    const written = [
      text.write(record, PLACE),
      text.write({ key: 'k', event: { type: 'intent', intent: announced } }, PLACE),
    ].join();
    for (const secret of ['628123456789', 'smsc_token', '123456']) {
      expect(written).not.toContain(secret);
    }
  });
});

describe('a record does not count', () => {
  const forged = { unreadable: expect.stringMatching(/forged/) as string };

  test.each([
    ['with another order', { body: { event: '{"v":1}' } }],
    ['with another key', { body: { key: 'other' } }],
    ['with another run', { body: { run: 8 } }],
    ['with another proof', { outside: { mac: '0'.repeat(64) } }],
    ['with an empty proof', { outside: { mac: '' } }],
  ])('%s', (_, change) => {
    expect(text.read(tampered(change), PLACE)).toEqual(forged);
  });

  test('that another token proves', () => {
    const other = new RecordText('smsc_other', API).write(record, PLACE);
    expect(text.read(other, PLACE)).toEqual(forged);
  });

  test.each([
    ['run', { ...PLACE, runId: 8 }],
    ['repository', { ...PLACE, repositoryId: 1 }],
  ])('that was copied from another %s', (_, place) => {
    expect(text.read(text.write(record, place), PLACE)).toEqual({
      unreadable: expect.stringMatching(/another run/) as string,
    });
  });

  test('of another API', () => {
    const elsewhere = new RecordText('smsc_token', new URL('https://other.example/v1'));
    expect(text.read(elsewhere.write(record, PLACE), PLACE)).toEqual({
      unreadable: expect.stringMatching(/api-url/) as string,
    });
  });

  test('from a newer version of the action', () => {
    expect(text.read(tampered({ outside: { v: 2 } }), PLACE)).toEqual({
      unreadable: expect.stringMatching(/newer/) as string,
    });
  });

  test.each(['', 'null', '[]', '{}', '{"v":"1"}', '{"v":1,"mac":1,"body":{}}', '<html>', '{"v":1'])(
    'that is %j',
    (garbage) => {
      expect(text.read(garbage, PLACE)).toEqual({
        unreadable: 'it is not a record of this action',
      });
    },
  );
});

test('a mark tells nothing of what it marks, and always the same', () => {
  expect(markOf('17')).toMatch(/^[0-9a-f]{16}$/);
  expect(markOf('17')).toBe(markOf('17'));
  expect(markOf('17')).not.toBe(markOf('18'));
});
