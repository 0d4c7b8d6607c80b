import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JobFolder } from '../../src/action/disk/job-folder.ts';
import { makeOwnFolder } from '../../src/action/disk/own-folder.ts';
import { sealToken } from '../../src/action/disk/token.ts';
import { countingRandom } from '../support/fake-ports.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A file system on which these paths belong to these users. */
const owners = (uids: Record<string, number>) => (path: string) =>
  Object.assign(lstatSync(path), { uid: uids[path] });

describe('what lies in RUNNER_TEMP under the name of our folder', () => {
  test('and is a link is not followed, and nothing was sent', () => {
    const temp = tempFolder();
    const elsewhere = tempFolder();
    symlinkSync(elsewhere, join(temp, 'virtual-number'));
    expect(() => JobFolder.open(temp)).toThrow(/it is a link.*Nothing was sent or bought/);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test('and is a file is refused', () => {
    const temp = tempFolder();
    writeFileSync(join(temp, 'virtual-number'), '');
    expect(() => JobFolder.open(temp)).toThrow(/Nothing was sent or bought/);
  });

  test('and belongs to another user is refused', () => {
    const temp = tempFolder();
    const path = join(temp, 'x');
    const look = owners({ [temp]: 1001, [path]: 666 });
    expect(() => {
      makeOwnFolder(path, 1001, look);
    }).toThrow(/another user/);
  });

  test.each([
    ['this process', 1001],
    ["RUNNER_TEMP's owner, as where a mount maps users", 0],
  ])('and belongs to %s is taken', (_, uid) => {
    const temp = tempFolder();
    const path = join(temp, 'x');
    makeOwnFolder(path, 1001, owners({ [temp]: 0, [path]: uid }));
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test('and is open to everybody is closed to them', () => {
    const path = join(tempFolder(), 'x');
    mkdirSync(path);
    chmodSync(path, 0o777);
    makeOwnFolder(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });
});

describe('the sealed token is not written', () => {
  test('through a link that waits there', () => {
    const temp = tempFolder();
    const target = join(temp, 'target');
    writeFileSync(target, 'before');
    symlinkSync(target, join(temp, 'sealed'));
    expect(sealToken('secret', join(temp, 'sealed'), countingRandom())).toBeNull();
    expect(readFileSync(target, 'utf8')).toBe('before');
  });

  test('into a file that others can read', () => {
    const path = join(tempFolder(), 'sealed');
    writeFileSync(path, '', { mode: 0o666 });
    expect(sealToken('secret', path, countingRandom())).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});
