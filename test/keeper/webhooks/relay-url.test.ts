import { describe, expect, test } from 'vitest';
import { isRelayUrl, mayFollow } from '../../../src/keeper/webhooks/relay-url.ts';

const follows = (from: string, to: string): boolean => mayFollow(new URL(from), new URL(to));

test.each([
  ['https://smee.io/abc', true],
  ['http://127.0.0.1:3000/abc', true],
  ['http://localhost/abc', true],
  ['http://smee.io/abc', false],
  ['http://127.0.0.1.example.com/abc', false],
  ['https://me@smee.io/abc', false],
  ['https://:pw@smee.io/abc', false],
  ['wss://smee.io/abc', false],
  ['file:///etc/passwd', false],
])('%s may be a relay: %s', (url, may) => {
  expect(isRelayUrl(new URL(url))).toBe(may);
});

describe('a relay of another host', () => {
  test.each([
    'http://127.0.0.1:8080/',
    'https://localhost/',
    'http://[::1]/',
    'https://127.9.9.9/',
  ])('sends nobody to this machine: %s', (to) => {
    expect(follows('https://smee.io/abc', to)).toBe(false);
  });

  test('may send to a third one by https', () => {
    expect(follows('https://smee.io/abc', 'https://other.example.com/abc')).toBe(true);
    expect(follows('https://smee.io/abc', 'http://other.example.com/abc')).toBe(false);
  });
});

test('a relay of this machine may send anywhere that a relay may be', () => {
  expect(follows('http://127.0.0.1:3000/abc', 'http://127.0.0.1:3001/abc')).toBe(true);
  expect(follows('http://127.0.0.1:3000/abc', 'https://smee.io/abc')).toBe(true);
  expect(follows('http://127.0.0.1:3000/abc', 'http://smee.io/abc')).toBe(false);
});
