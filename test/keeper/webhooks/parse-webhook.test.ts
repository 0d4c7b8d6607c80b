import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, parseWebhook } from '../../../src/keeper/webhooks/parse-webhook.ts';
import { GUIDE_BODY, OPENAPI_BODY } from '../../support/webhook-bodies.ts';

describe('a webhook names its order', () => {
  test.each<[string, unknown, string]>([
    ['as the guide writes it', GUIDE_BODY, 'ord_abc123'],
    ['as openapi writes it', OPENAPI_BODY, '71234'],
    ['flat, with a number as id', { ...GUIDE_BODY, order_id: 7 }, '7'],
    ['nested, with a text as id', { event: 'x', data: { order_id: '71234' } }, '71234'],
    ['with an event in other letters', { event: ' ORDER.Expired ', order_id: 7 }, '7'],
    ['with an event that nobody documents', { event: 'order.paused', order_id: 7 }, '7'],
    ['without an event', { data: { order_id: 7 } }, '7'],
    ['with an event that is no text', { event: 1, order_id: 7 }, '7'],
    ['flat, beside data that is no object', { ...GUIDE_BODY, data: 'x' }, 'ord_abc123'],
    ['nested, beside a null id', { ...OPENAPI_BODY, order_id: null }, '71234'],
    [
      'at its end, where the code is null and the revision too',
      { event: 'order.canceled', data: { order_id: 7, otp_code: null, sms_revision: null } },
      '7',
    ],
    [
      'with keys that every object has',
      JSON.parse('{"__proto__":{"order_id":1},"order_id":7}'),
      '7',
    ],
  ])('%s', (_, body, orderId) => {
    expect(parseWebhook(body)).toEqual({ kind: 'order', orderId });
  });
});

test.each(['webhook.test', 'Webhook.Test'])('%s is a test, whatever it names', (event) => {
  expect(parseWebhook({ event, data: { message: 'hello', order_id: 7 } })).toEqual({
    kind: 'test',
  });
});

describe('no webhook, or one that names no order:', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'order 7'],
    ['a list', [OPENAPI_BODY]],
    ['an empty object', {}],
    ['no id', { event: 'otp.received' }],
    ['no id in data', { event: 'order.expired', data: {} }],
    ['an empty id', { event: 'otp.received', order_id: '' }],
    ['an id of dots', { event: 'otp.received', order_id: '..' }],
    ['an id that is a path', { event: 'otp.received', order_id: '../balance' }],
    ['an id with a line break', { event: 'otp.received', order_id: '7\n::error::x' }],
    ['an id that is a command', { event: 'otp.received', order_id: '##[error]x' }],
    ['an id that is too long', { event: 'otp.received', order_id: '7'.repeat(129) }],
    ['an id beyond whole numbers', { event: 'otp.received', order_id: 2 ** 53 }],
    ['an id that is a fraction', { event: 'otp.received', order_id: 1.5 }],
    ['an id below zero', { event: 'otp.received', order_id: -7 }],
    ['an id that is an object', { event: 'otp.received', order_id: { id: 7 } }],
  ])('%s', (_, body) => {
    expect(parseWebhook(body)).toBeNull();
  });
});

test('no JSON can make the parser throw, nor come out as an id that is more than an id', () => {
  fc.assert(
    fc.property(fc.json(), fc.jsonValue(), (text, value) => {
      for (const body of [parseJson(text), value, { order_id: value, data: { order_id: value } }]) {
        const webhook = parseWebhook(body);
        const id = webhook?.kind === 'order' ? webhook.orderId : 'none';
        expect(id).toMatch(/^[\w.:-]{1,128}$/);
      }
    }),
  );
});

test.each(['', '{', '{"a":}', '\0', 'NaN', '['.repeat(100_000)])('no JSON: %.20s', (text) => {
  expect(parseJson(text)).toBeUndefined();
});
