import { describe, expect, test } from 'vitest';
import { orderJson } from '../../src/action/report/outputs.ts';
import { EXPIRY, lease } from '../support/samples.ts';
import { complaint, read } from '../support/inputs.ts';

const idsOf = (text: string): unknown =>
  read({ mode: 'wait', 'order-id': text }).inputs['order-id'];
const bare = (orderId: string): object => ({
  orderId,
  phoneNumber: '',
  country: '',
  platform: '',
  price: null,
  expiresAt: null,
});

describe('ids by comma or line', () => {
  test.each([
    ['ord_abc123', ['ord_abc123']],
    ['91001', ['91001']],
    ['91001, ord_2', ['91001', 'ord_2']],
    ['91001\nord_2\n', ['91001', 'ord_2']],
    ['7,7', ['7']],
  ])('"%s"', (text, ids) => {
    expect(idsOf(text)).toEqual(ids.map(bare));
  });

  test('none given is told from an empty list', () => {
    expect([idsOf(''), idsOf('[]')]).toEqual([null, []]);
  });

  test('an id of many digits keeps them all', () => {
    expect(idsOf('90071992547409931')).toEqual([bare('90071992547409931')]);
  });
});

describe('the JSON of an "orders" output', () => {
  test('hands over what another job knew of its orders', () => {
    const json = JSON.stringify([orderJson(lease('7')), orderJson(lease('8'), '1234')]);
    expect(idsOf(json)).toEqual(
      ['7', '8'].map((orderId) => ({
        orderId,
        phoneNumber: '+628123456789',
        country: 'indonesia',
        platform: 'whatsapp',
        price: 4_500,
        expiresAt: EXPIRY,
      })),
    );
  });

  test('may hold ids as numbers, and lack or null all the rest', () => {
    expect(idsOf('[{"order_id": 7}, {"order_id": "8", "price": null, "country": null}]')).toEqual(
      ['7', '8'].map(bare),
    );
  });

  test('may be empty', () => {
    expect(idsOf('[]')).toEqual([]);
  });

  test('names an order once, however often it stands there', () => {
    expect(idsOf('[{"order_id": 7}, {"order_id": "7"}]')).toEqual([bare('7')]);
  });

  test('may hold a time that is none, which is then not known', () => {
    expect(idsOf('[{"order_id": 7, "expires_at": "soon"}]')).toEqual([bare('7')]);
  });
});

test.each([
  ['a space in an id', 'ord 1'],
  ['a path', '../balance'],
  ['an id that is too long', 'x'.repeat(129)],
  ['cut-off JSON', '[{"order_id": 7}'],
  ['JSON without an id', '[{"id": 7}]'],
  ['JSON with an empty id', '[{"order_id": ""}]'],
  ['JSON with an id that no list could hold', '[{"order_id": "7\'; rm -rf ."}]'],
  ['one object instead of a list', '{"order_id": 7}'],
])('refused: %s', (_, text) => {
  expect(complaint({ mode: 'wait', 'order-id': text })).toContain('"order-id" must be order ids');
});
