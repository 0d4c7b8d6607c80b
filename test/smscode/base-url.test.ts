import { describe, expect, test } from 'vitest';
import { isLoopback } from '../../src/domain/loopback.ts';
import { readBaseUrl } from '../../src/smscode/base-url.ts';

const read = (text: string): string => {
  const result = readBaseUrl(text);
  return 'base' in result ? result.base.href : `error: ${result.error}`;
};

describe('the address of the API', () => {
  test.each([
    ['https://api.smscode.gg/v1', 'https://api.smscode.gg/v1'],
    ['https://api.smscode.gg/v1/', 'https://api.smscode.gg/v1'],
    ['https://api.smscode.gg', 'https://api.smscode.gg/v1'],
    ['https://api.smscode.gg/', 'https://api.smscode.gg/v1'],
    ['https://proxy.example/smscode', 'https://proxy.example/smscode/v1'],
    ['https://proxy.example/smscode/v1//', 'https://proxy.example/smscode/v1'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010/v1'],
    ['http://localhost:4010/v1', 'http://localhost:4010/v1'],
    ['http://[::1]:4010', 'http://[::1]:4010/v1'],
  ])('is taken with or without /v1: %s', (text, href) => {
    expect(read(text)).toBe(href);
  });

  test.each(['', 'api.smscode.gg', 'ftp://api.smscode.gg', 'file:///etc/passwd'])(
    'is an https URL: "%s" is none',
    (text) => {
      expect(read(text)).toBe('error: must be an https URL');
    },
  );

  test.each([
    'http://api.smscode.gg/v1',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'http://1270.0.0.1.example',
  ])('may not be plain http beyond loopback: %s', (text) => {
    expect(read(text)).toContain('plain http only to loopback');
  });

  test.each([
    'https://user@api.smscode.gg',
    'https://:secret@api.smscode.gg',
    'https://api.smscode.gg/v1?key=1',
    'https://api.smscode.gg/v1#top',
  ])('has no user, query or fragment: %s', (text) => {
    expect(read(text)).toContain('plain address');
  });
});

describe('loopback', () => {
  test.each(['http://LOCALHOST', 'http://127.8.9.10', 'http://[::1]'])('is %s', (url) => {
    expect(isLoopback(new URL(url))).toBe(true);
  });

  test.each(['http://128.0.0.1', 'http://10.0.0.1', 'https://api.smscode.gg'])(
    'is not %s',
    (url) => {
      expect(isLoopback(new URL(url))).toBe(false);
    },
  );
});
