import { describe, expect, test } from 'vitest';
import type { InputName, Inputs } from '../../src/action/inputs/input-list.ts';
import { complaint, read } from '../support/inputs.ts';

const HOUR = 3_600_000;

/** What the contract takes, and what it means. */
const accepted: [InputName, text: string, value: unknown, beside?: object][] = [
  ['mode', 'check', 'check'],
  ['mode', 'ACQUIRE', 'acquire'],
  ['token', '  tok_abc\n', 'tok_abc'],
  ['api-dialect', 'guide', 'guide'],
  ['api-dialect', 'OpenAPI', 'openapi'],
  ['platform', ' WhatsApp ', 'WhatsApp'],
  ['country', 'indonesia', ['indonesia']],
  ['country', 'ID, germany,,Brazil', ['ID', 'germany', 'Brazil']],
  ['country', 'indonesia\n  united states\n', ['indonesia', 'united states']],
  ['country', 'ID,ID', ['ID']],
  ['product-id', '42', '42'],
  ['product-id', 'prod_42', 'prod_42'],
  ['policy', 'most-stock', 'most-stock'],
  ['policy', 'best-success', 'best-success'],
  ['max-price', '5000', 5_000],
  ['max-price', '', null],
  ['min-balance', '0', 0],
  ['catalog-ttl', '0', 0],
  ['catalog-ttl', '5m', 300_000],
  ['count', '1', 1],
  ['count', '100', 100],
  ['allow-partial', 'true', true],
  ['allow-partial', 'TRUE', true],
  ['wait-in-post', 'true', true],
  ['auto-release', 'false', false],
  ['auto-release', 'False', false],
  ['release-timeout', '90', 90_000],
  ['rent', 'true', true, { mode: 'check' }],
  ['timeout', '90', 90_000],
  ['timeout', '90s', 90_000],
  ['timeout', '2m', 120_000],
  ['timeout', '1h', HOUR],
  ['timeout', '1.5 m', 90_000],
  ['timeout', '2M', 120_000],
  ['timeout', '1', 1_000],
  ['timeout', '6h', 6 * HOUR],
  ['timeout', '1500ms', 1_500],
  ['poll-interval', '3', 3_000],
  ['mask-phone', 'true', true],
  ['tolerate', 'no-stock', ['no-stock']],
  ['tolerate', 'Network,\nbanned', ['network', 'banned']],
  ['tolerate', '', []],
  ['requests-per-minute', '1', 1],
  ['parallel-jobs', '1', 1],
  ['attempts', '1', 1],
  ['shell', 'pwsh', 'pwsh'],
  ['older-than', '0', 0],
  ['parallel-jobs', '256', 256],
  ['webhook-listen', '0.0.0.0:8080', { host: '0.0.0.0', port: 8080 }, { mode: 'wait' }],
  [
    'webhook-listen',
    ' ci.example.com:65535 ',
    { host: 'ci.example.com', port: 65_535 },
    { mode: 'wait' },
  ],
  ['webhook-listen', '[::1]:8080', { host: '::1', port: 8080 }, { mode: 'wait' }],
  ['webhook-listen', '127.0.0.1:0', { host: '127.0.0.1', port: 0 }, { mode: 'wait' }],
  ['webhook-listen', '', null],
  [
    'webhook-relay',
    'https://smee.io/abc?x=1',
    new URL('https://smee.io/abc?x=1'),
    { mode: 'wait' },
  ],
  ['webhook-relay', 'http://[::1]:3000/abc', new URL('http://[::1]:3000/abc'), { mode: 'wait' }],
  ['webhook-relay', '', null],
];

test.each(accepted)('"%s" takes "%s"', (name, text, value, beside = {}) => {
  expect(read({ ...beside, [name]: text }).inputs[name]).toEqual(value);
});

/** One text that each input refuses, and a word of what it must be. */
const refused: [InputName, text: string, must: RegExp][] = [
  ['mode', 'rent', /one of "acquire", "wait", "release", "verify"/],
  ['token', 'tok abc', /one word of plain letters without spaces/],
  ['token', 'tok\u200babc', /plain letters/],
  ['api-url', 'http://api.example.com', /https URL.*loopback/],
  ['api-url', 'ftp://api.example.com', /https URL/],
  ['api-url', 'nonsense', /https URL/],
  ['api-dialect', 'v2', /one of "auto", "guide", "openapi"/],
  ['product-id', '42; drop', /product id/],
  ['policy', 'best', /one of "cheapest", "most-stock", "best-success"/],
  ['max-price', '5.000', /whole amount in IDR/],
  ['max-price', '-1', /whole amount in IDR/],
  ['min-balance', '1e5', /whole amount in IDR/],
  ['catalog-ttl', 'forever', /duration/],
  ['count', '0', /whole number from 1 to 100/],
  ['count', '101', /whole number from 1 to 100/],
  ['count', '2.5', /whole number/],
  ['allow-partial', 'yes', /"true" or "false"/],
  ['serve', '1', /"true" or "false"/],
  ['wait-in-post', 'on', /"true" or "false"/],
  ['auto-release', 'no', /"true" or "false"/],
  ['release-timeout', '0', /duration/],
  ['rent', 'y', /"true" or "false"/],
  ['order-id', 'a b', /order ids/],
  ['timeout', '2 minutes', /duration/],
  ['timeout', '-5', /duration/],
  ['poll-interval', '2.9', /from 3 s/],
  ['mask-phone', 'x', /"true" or "false"/],
  ['tolerate', 'otp-timeout', /no-stock.*price-too-high.*low-balance.*banned/],
  ['tolerate', 'no-stock, leaked', /may list/],
  ['ledger', 'file', /one of "none", "artifact"/],
  ['requests-per-minute', '0', /whole number/],
  ['parallel-jobs', 'many', /whole number/],
  ['attempts', '0', /whole number/],
  ['after', 'first', /whole number/],
  ['expect-domain', 'https://example.com/', /host name/],
  ['expect-domain', 'a b', /host name/],
  ['resend-after', 'soon', /duration/],
  ['otp-pattern', '(\\d+', /regular expression/],
  ['scope', 'all', /one of "ledger", "token"/],
  ['older-than', 'old', /duration/],
  ['webhook-listen', '8080', /host and port/],
  ['webhook-listen', ':8080', /host and port/],
  ['webhook-listen', '0.0.0.0', /host and port/],
  ['webhook-listen', '0.0.0.0:65536', /host and port/],
  ['webhook-listen', '::1:8080', /host and port.*"\[::\]:8080"/],
  ['webhook-listen', '[127.0.0.1]:8080', /host and port/],
  ['webhook-listen', 'http://0.0.0.0:8080', /host and port/],
  ['webhook-relay', 'smee.io/abc', /https URL of a relay/],
  ['webhook-relay', 'http://smee.io/abc', /https URL of a relay.*loopback/],
  ['webhook-relay', 'wss://smee.io/abc', /https URL of a relay/],
  ['webhook-relay', 'https://me:pw@smee.io/abc', /without a user/],
];

test.each(refused)('"%s" refuses "%s" and says what it must be', (name, text, must) => {
  const message = complaint({ [name]: text });
  expect(message).toContain(`"${name}"`);
  expect(message).toMatch(must);
});

describe('"api-url"', () => {
  const url = (text: string): string => read({ 'api-url': text }).inputs['api-url'].href;

  test.each([
    ['', 'https://api.smscode.gg/v1'],
    ['https://api.example.com', 'https://api.example.com/v1'],
    ['https://api.example.com/v1', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/v1'],
    ['http://localhost:8080/v1', 'http://localhost:8080/v1'],
  ])('takes "%s" with or without /v1', (text, href) => {
    expect(url(text)).toBe(href);
  });
});

test('an input that is refused is shown as it was given', () => {
  const count: keyof Inputs = 'count';
  expect(complaint({ [count]: 'three' })).toContain('(it is "three")');
});
