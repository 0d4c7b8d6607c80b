import { expect, test } from 'vitest';
import { parseRelayed } from '../../../src/keeper/webhooks/relay-message.ts';
import { GUIDE_BODY, OPENAPI_BODY } from '../../support/webhook-bodies.ts';

const HEADERS = {
  host: 'smee.io',
  'content-type': 'application/json',
  'x-webhook-signature': 'sha256=00',
};

test.each<[string, unknown, string]>([
  ['as smee.io wraps it', { ...HEADERS, body: GUIDE_BODY, query: {}, timestamp: 1 }, 'ord_abc123'],
  ['wrapped, of openapi', { ...HEADERS, body: OPENAPI_BODY, query: {}, timestamp: 1 }, '71234'],
  ['with the body as a text', { ...HEADERS, body: JSON.stringify(OPENAPI_BODY) }, '71234'],
  ['by a plain relay', OPENAPI_BODY, '71234'],
])('a webhook %s is read', (_, sent, orderId) => {
  expect(parseRelayed(JSON.stringify(sent))).toMatchObject({ kind: 'order', orderId });
});

test.each([
  ['nothing', ''],
  ['undefined, as smee.io redelivers', 'undefined'],
  ['an empty object, as in ready and ping', '{}'],
  ['null', 'null'],
  ['a number', '7'],
  ['a list', '[{"order_id":7}]'],
  ['no body', '{"host":"smee.io","body":null}'],
  ['a body that is no JSON', '{"body":"otp_code=204816"}'],
  ['an order among the headers alone', '{"order_id":7,"body":{}}'],
])('%s is no webhook', (_, data) => {
  expect(parseRelayed(data)).toBeNull();
});
