import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSigned } from '../../../src/keeper/webhooks/signature.ts';

const SECRET = 'whsec_of_the_tests';
/** Not as JSON.stringify would write it. */
const RAW = Buffer.from('{"event": "otp.received",  "order_id":"ord_abc123" }');

const hex = (body: Uint8Array | string, secret = SECRET): string =>
  createHmac('sha256', secret).update(body).digest('hex');
const header = `sha256=${hex(RAW)}`;

test('a body is signed by the HMAC of its bytes under the secret', () => {
  expect(isSigned(RAW, header, SECRET)).toBe(true);
  expect(
    isSigned(
      RAW,
      header.replace(/[a-f]/g, (letter) => letter.toUpperCase()),
      SECRET,
    ),
  ).toBe(true);
});

test('a known signature is right (RFC 4231, test case 2)', () => {
  const known = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(isSigned(Buffer.from('what do ya want for nothing?'), `sha256=${known}`, 'Jefe')).toBe(
    true,
  );
});

describe('a body is not signed by', () => {
  test.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['no digest', 'sha256='],
    ['half a digest', header.slice(0, -32)],
    ['a longer digest', `${header}00`],
    ['another hash', header.replace('sha256', 'sha512')],
    ['the digest alone', hex(RAW)],
    ['two headers', `${header}, ${header}`],
    ['the digest of another secret', `sha256=${hex(RAW, 'other')}`],
    ['the digest of another body', `sha256=${hex('{}')}`],
    ['one wrong digit', header.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
    ['what is no hexadecimal', `sha256=${'g'.repeat(64)}`],
  ])('%s', (_, given) => {
    expect(isSigned(RAW, given, SECRET)).toBe(false);
  });
});

test('the signature of a body does not hold for the same JSON written anew', () => {
  const anew = Buffer.from(JSON.stringify(JSON.parse(RAW.toString())));
  expect(isSigned(anew, header, SECRET)).toBe(false);
});
