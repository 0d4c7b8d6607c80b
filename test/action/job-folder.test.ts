import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accountOf, JobFolder, readOrNull } from '../../src/action/disk/job-folder.ts';
import { Failure } from '../../src/domain/failure.ts';
import { countingRandom } from '../support/fake-ports.ts';
import { tempFolder } from '../support/temp-folder.ts';

const api = new URL('https://api.smscode.gg/v1');

describe('opening', () => {
  test('makes the folder that the steps of a job share, for its owner alone', () => {
    const temp = tempFolder();
    const { path } = JobFolder.open(temp);
    expect(path).toBe(join(temp, 'virtual-number'));
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test('twice finds the same folder', () => {
    const temp = tempFolder();
    expect(JobFolder.open(temp).path).toBe(JobFolder.open(temp).path);
  });

  test('outside of a job is refused before anything is sent', () => {
    expect(() => JobFolder.open('')).toThrow(/RUNNER_TEMP is not set.*Nothing was sent or bought/);
  });

  test('where nothing can be made is refused before anything is sent', () => {
    const temp = join(tempFolder(), 'file');
    writeFileSync(temp, '');
    expect(() => JobFolder.open(temp)).toThrow(
      /cannot be made or read.*Nothing was sent or bought/,
    );
  });
});

test('each step has its own files in it', () => {
  const folder = JobFolder.open(tempFolder());
  expect(folder.journalPath('a')).not.toBe(folder.journalPath('b'));
  expect(folder.sealPath('a')).not.toBe(folder.journalPath('a'));
});

test('the journals of all steps on one account are found, and nothing else', () => {
  const folder = JobFolder.open(tempFolder());
  for (const name of ['b.x', 'a.x', 'c.y']) writeFileSync(folder.journalPath(name), '');
  writeFileSync(folder.sealPath('a.x'), '');
  writeFileSync(`${folder.journalPath('a.x')}.closed`, '');
  expect(folder.journals('x')).toEqual([folder.journalPath('a.x'), folder.journalPath('b.x')]);
});

describe('the salt', () => {
  test('is one for all steps of the job', () => {
    const temp = tempFolder();
    const random = countingRandom();
    const first = JobFolder.open(temp).salt(random);
    expect(JobFolder.open(temp).salt(random)).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each(['', '0123'])('that is not whole ("%s") is refused, not taken for one', (text) => {
    const folder = JobFolder.open(tempFolder());
    writeFileSync(join(folder.path, 'salt'), text);
    expect(() => folder.salt(countingRandom())).toThrow(/salt cannot be made or read/);
  });

  test('of a step that was first stands, and no draft stays', () => {
    const folder = JobFolder.open(tempFolder());
    const random = countingRandom();
    // The other step is first by a moment: between our looking and our making.
    let first = '';
    const late = {
      ...random,
      hex: (bytes: number): string => {
        if (first === '') {
          first = 'f'.repeat(32);
          writeFileSync(join(folder.path, 'salt'), first);
        }
        return random.hex(bytes);
      },
    };
    expect(folder.salt(late)).toBe('f'.repeat(32));
    expect(readdirSync(folder.path)).toEqual(['salt']);
  });

  test('that cannot be written or read is refused before anything is sent', () => {
    const folder = JobFolder.open(tempFolder());
    mkdirSync(join(folder.path, 'salt'));
    expect(() => folder.salt(countingRandom())).toThrow(Failure);
  });
});

test('what the folder holds is readable by its owner alone', () => {
  const folder = JobFolder.open(tempFolder());
  folder.salt(countingRandom());
  folder.cache('account').save('{}');
  const modes = readdirSync(folder.path).map((name) => statSync(join(folder.path, name)).mode);
  expect(modes.map((mode) => mode & 0o777)).toEqual([0o600, 0o600]);
});

test.each(['', join('no', 'such', '\0')])(
  'a folder that cannot be used is invalid-input: %j',
  (temp) => {
    expect(() => JobFolder.open(temp)).toThrow(
      expect.objectContaining({ kind: 'invalid-input' }) as Error,
    );
  },
);

describe('the cache', () => {
  test('hands on what an earlier step with the same API and token saved', () => {
    const temp = tempFolder();
    JobFolder.open(temp).cache(accountOf(api, 'finger')).save('{"a":1}');
    expect(JobFolder.open(temp).cache(accountOf(api, 'finger')).load()).toBe('{"a":1}');
  });

  test.each([
    ['another token', api, 'other'],
    ['another API', new URL('https://api.example.com/v1'), 'finger'],
  ])('tells nothing to a step with %s', (_, url, fingerprint) => {
    const folder = JobFolder.open(tempFolder());
    folder.cache(accountOf(api, 'finger')).save('{}');
    expect(folder.cache(accountOf(url, fingerprint)).load()).toBeNull();
  });

  test('that cannot be written is lost without a word', () => {
    const folder = JobFolder.open(tempFolder());
    const cache = folder.cache(accountOf(api, 'finger'));
    rmSync(folder.path, { recursive: true });
    expect(() => {
      cache.save('{}');
    }).not.toThrow();
    expect(cache.load()).toBeNull();
  });
});

test('a file that is not there reads as nothing', () => {
  expect(readOrNull(join(tempFolder(), 'none'))).toBeNull();
});
