import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprintOf, matches, sealToken, unsealToken } from '../../src/action/disk/token.ts';
import { countingRandom } from '../support/fake-ports.ts';
import { tempFolder } from '../support/temp-folder.ts';

const TOKEN = 'tok_s3cr3t';

describe('a fingerprint', () => {
  const fingerprint = fingerprintOf(TOKEN, 'salt');

  test('knows its token again', () => {
    expect(matches(TOKEN, 'salt', fingerprint)).toBe(true);
  });

  test.each([
    ['another token', 'tok_other', 'salt', fingerprint],
    ['another salt', TOKEN, 'pepper', fingerprint],
    ['a fingerprint that is cut off', TOKEN, 'salt', fingerprint.slice(0, 8)],
    ['no fingerprint', TOKEN, 'salt', ''],
  ])('does not match %s', (_, token, salt, print) => {
    expect(matches(token, salt, print)).toBe(false);
  });

  test('does not show the token, and differs from job to job', () => {
    expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprintOf(TOKEN, 'pepper')).not.toBe(fingerprint);
  });
});

describe('a sealed token', () => {
  function seal(): { path: string; key: string } {
    const path = join(tempFolder(), 'step.sealed');
    return { path, key: sealToken(TOKEN, path, countingRandom()) ?? '' };
  }

  test('is opened with its key', () => {
    const { path, key } = seal();
    expect(unsealToken(path, key)).toBe(TOKEN);
  });

  test('stands in a file that its owner alone may read, without the token or the key', () => {
    const { path, key } = seal();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toContain(key);
    expect(readFileSync(path, 'utf8')).not.toContain(Buffer.from(TOKEN).toString('hex'));
  });

  test('has a key of 256 bits', () => {
    expect(seal().key).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['another key', 'ff'.repeat(32)],
    ['a key that is too short', 'ff'],
    ['no key', ''],
  ])('stays shut to %s', (_, key) => {
    expect(unsealToken(seal().path, key)).toBeNull();
  });

  test('that was changed stays shut', () => {
    const { path, key } = seal();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'));
    expect(unsealToken(path, key)).toBeNull();
  });

  test.each([
    ['that is gone', null],
    ['that is of others', 'hello'],
    ['that is empty', ''],
  ])('%s is no token', (_, text) => {
    const path = join(tempFolder(), 'step.sealed');
    if (text !== null) writeFileSync(path, text);
    expect(unsealToken(path, 'ff'.repeat(32))).toBeNull();
  });

  test('that cannot be written has no key', () => {
    expect(sealToken(TOKEN, join(tempFolder(), 'gone', 'x'), countingRandom())).toBeNull();
  });
});
