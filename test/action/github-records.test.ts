import { zipSync } from 'fflate';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileInZip, openGitHub } from '../../src/action/github/index.ts';
import { GitHubRecords } from '../../src/action/ledger/github-records.ts';
import { RecordText } from '../../src/action/ledger/record-text.ts';
import type { LedgerRecord } from '../../src/domain/ledger.ts';
import type { ListedRecord } from '../../src/domain/sweep-plan.ts';
import { FakeClock, START } from '../support/fake-clock.ts';
import { lease } from '../support/samples.ts';

const HERE = { owner: 'acme', repo: 'shop', repositoryId: 4711, runId: 99, attempt: 1 };
const ACTIONS = '/repos/acme/shop/actions';
const NAME = 'virtual-number-rented-1-0123456789abcdef';
const HOUR = 3_600_000;

const text = new RecordText('smsc_token', new URL('https://api.smscode.gg/v1'));
const record: LedgerRecord = {
  key: 'k',
  event: { type: 'rented', key: 'k', lease: lease('17', { phoneNumber: '' }) },
};

function artifact(id: number, more: Record<string, unknown> = {}) {
  return {
    id,
    name: NAME,
    expired: false,
    created_at: new Date(START - HOUR).toISOString(),
    workflow_run: { id: 7, head_repository_id: 4711 },
    ...more,
  };
}

const one: ListedRecord = {
  artifactId: 1,
  name: NAME,
  kind: 'rented',
  attempt: 1,
  mark: '0123456789abcdef',
  runId: 7,
  headRepositoryId: 4711,
  createdAt: START,
  expired: false,
};

function open(token = 'ghs_secret') {
  const clock = new FakeClock();
  const stop = new AbortController();
  const reporter = { info: () => undefined, notice: () => undefined, warning: () => undefined };
  // Fetched late: nock puts its own in the place of the global one.
  const github = openGitHub(token, (...given) => fetch(...given));
  const ports = { clock, reporter, stop: stop.signal };
  const records = new GitHubRecords({ github, fileInZip }, HERE, text, ports);
  return { records, clock, stop, limits: { deadline: START + 300_000 } };
}

function api(): nock.Scope {
  return nock('https://api.github.com');
}

function page(artifacts: unknown[], total = artifacts.length): Record<string, unknown> {
  return { total_count: total, artifacts };
}

beforeEach(() => {
  nock.disableNetConnect();
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('the list of artifacts', () => {
  test('is read by pages of a hundred until its end', async () => {
    const first = Array.from({ length: 100 }, (_, n) => artifact(300 - n));
    const asked: string[] = [];
    for (const [number, artifacts] of [first, [artifact(1)]].entries()) {
      api()
        .get(`${ACTIONS}/artifacts`)
        .query({ per_page: 100, page: number + 1 })
        .reply(function (uri) {
          asked.push(String(this.req.headers['authorization']));
          return [200, page(artifacts, 101), { 'x-page': uri }];
        });
    }
    const { records, limits } = open();

    const { records: listed, gaps } = await records.list(limits);

    expect(gaps).toBeNull();
    expect(listed).toHaveLength(101);
    expect(listed[0]).toEqual({ ...one, artifactId: 300, createdAt: START - HOUR });
    expect(asked).toEqual(['token ghs_secret', 'token ghs_secret']);
  });

  test('ends where it is older than three hours', async () => {
    const young = artifact(300, { created_at: new Date(START - 2.9 * HOUR).toISOString() });
    const old = artifact(1, { created_at: new Date(START - 3.1 * HOUR).toISOString() });
    api()
      .get(`${ACTIONS}/artifacts`)
      .query(true)
      .reply(200, page([young, old], 5_000));
    const { records, limits } = open();

    const { records: listed } = await records.list(limits);

    expect(listed.map(({ artifactId }) => artifactId)).toEqual([300]);
  });

  test('goes on past old artifacts where it does not come newest first', async () => {
    const old = artifact(1, { created_at: new Date(START - 25 * HOUR).toISOString() });
    api()
      .get(/page=1$/)
      .reply(200, page([old, artifact(2), old], 200));
    api()
      .get(/page=2$/)
      .reply(200, page([artifact(3)], 200));
    const { records, limits } = open();

    const { records: listed } = await records.list(limits);

    expect(listed.map(({ artifactId }) => artifactId)).toEqual([2, 3]);
  });

  test('names an artifact once that two pages show, and leaves out what is no record', async () => {
    api()
      .get(/page=1$/)
      .reply(200, page([artifact(2), artifact(1)], 101));
    api()
      .get(/page=2$/)
      .reply(200, page([artifact(1), artifact(9, { name: 'coverage' }), { id: 8 }, null], 101));
    const { records, limits } = open();

    const { records: listed } = await records.list(limits);

    expect(listed.map(({ artifactId }) => artifactId)).toEqual([2, 1]);
  });

  test('says that there are more artifacts than it looks through', async () => {
    api()
      .persist()
      .get(/artifacts/)
      .reply(200, page([artifact(1)], 1_000_000));
    const { records, limits } = open();
    expect((await records.list(limits)).gaps).toMatch(/more than 20000 artifacts/);
  });

  test.each([
    ['a missing permission', 403, { message: 'Resource not accessible by integration' }],
    ['a repository that the token does not see', 404, { message: 'Not Found' }],
  ])('%s is "forbidden" and names the block to add', async (_, status, body) => {
    api()
      .get(/artifacts/)
      .reply(status, body);
    const { records, limits } = open();
    await expect(records.list(limits)).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('permissions: { actions: read }') as string,
    });
  });

  test('a wrong token is "unauthorized", and never repeated in the message', async () => {
    api()
      .get(/artifacts/)
      .reply(401, { message: 'Bad credentials' });
    const { records, limits } = open();
    await expect(records.list(limits)).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.not.stringContaining('ghs_secret') as string,
    });
  });

  test.each(['{"total_count":', '<html>oops</html>', '[]', '{"artifacts":{}}'])(
    'an answer like %j is "protocol"',
    async (body) => {
      api()
        .get(/artifacts/)
        .reply(200, body, { 'content-type': 'application/json' });
      const { records, limits } = open();
      await expect(records.list(limits)).rejects.toMatchObject({ kind: 'protocol' });
    },
  );
});

describe('a rate limit', () => {
  const limited = (seconds: number): Record<string, string> => ({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(START / 1_000 + seconds),
  });

  test.each([403, 429])('is waited for where there is time (%i)', async (status) => {
    api()
      .get(/artifacts/)
      .reply(status, { message: 'API rate limit exceeded' }, limited(60));
    api()
      .get(/artifacts/)
      .reply(200, page([artifact(1)]));
    const { records, clock, limits } = open();

    expect((await records.list(limits)).records).toHaveLength(1);
    expect(clock.naps).toEqual([60_000]);
  });

  test('that outlasts the time is "rate-limited" and names when it ends', async () => {
    api()
      .get(/artifacts/)
      .reply(403, { message: 'API rate limit exceeded' }, limited(3_000));
    const { records, clock, limits } = open();

    await expect(records.list(limits)).rejects.toMatchObject({
      kind: 'rate-limited',
      message: expect.stringContaining('2026-03-16T14:50:00') as string,
    });
    expect(clock.naps).toEqual([]);
  });

  test('of the secondary kind is waited for as it says', async () => {
    api()
      .get(/artifacts/)
      .reply(403, { message: 'secondary rate limit' }, { 'retry-after': '7' });
    api()
      .get(/artifacts/)
      .reply(200, page([]));
    const { records, clock, limits } = open();

    await records.list(limits);
    expect(clock.naps).toEqual([7_000]);
  });
});

test('slow answers, each of them good, end with the time that there is', async () => {
  const { records, clock, limits } = open();
  const asked: string[] = [];
  api()
    .persist()
    .get(/artifacts/)
    .reply((uri) => {
      asked.push(uri);
      clock.pass(29_000);
      return [200, page([artifact(1)], 1_000_000)];
    });

  await expect(records.list(limits)).rejects.toMatchObject({
    kind: 'network',
    message: expect.stringContaining('too slowly') as string,
  });
  expect(asked).toHaveLength(11); // 300 s
});

describe('an outage', () => {
  test('of a moment is waited out', async () => {
    api()
      .get(/artifacts/)
      .reply(502, '<html>');
    api()
      .get(/artifacts/)
      .replyWithError('socket hang up');
    api()
      .get(/artifacts/)
      .reply(200, page([]));
    const { records, clock, limits } = open();

    await records.list(limits);
    expect(clock.naps).toEqual([1_000, 2_000]);
  });

  test('that stays is "network" after three more tries', async () => {
    api()
      .persist()
      .get(/artifacts/)
      .reply(503, '');
    const { records, clock, limits } = open();

    await expect(records.list(limits)).rejects.toMatchObject({ kind: 'network' });
    expect(clock.naps).toHaveLength(3);
  });

  test('is not waited out by a step that is stopped', async () => {
    api()
      .get(/artifacts/)
      .reply(502, '');
    const { records, stop, clock, limits } = open();
    stop.abort();

    await expect(records.list(limits)).rejects.toMatchObject({ kind: 'interrupted' });
    expect(clock.naps).toEqual([]);
  });
});

describe('a run', () => {
  test.each([
    ['completed', 'finished'],
    ['in_progress', 'going'],
    ['queued', 'going'],
    ['waiting', 'going'],
    ['requested', 'going'],
    [null, 'going'],
  ])('that is %s counts as %s', async (status, state) => {
    api().get(`${ACTIONS}/runs/7`).reply(200, { id: 7, status });
    const { records, limits } = open();
    expect(await records.stateOf(7, limits)).toBe(state);
  });

  test('that GitHub does not know counts as unknown', async () => {
    api().get(`${ACTIONS}/runs/7`).reply(404, { message: 'Not Found' });
    const { records, limits } = open();
    expect(await records.stateOf(7, limits)).toBe('unknown');
  });

  test('that it may not read is "forbidden"', async () => {
    api().get(`${ACTIONS}/runs/7`).reply(403, { message: 'Resource not accessible' });
    const { records, limits } = open();
    await expect(records.stateOf(7, limits)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('the content of a record', () => {
  const place = { repositoryId: 4711, runId: 7 };
  const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);
  const zip = (files: Record<string, Uint8Array>): Buffer => Buffer.from(zipSync(files));

  /** What is made of the bytes behind the signed address. */
  async function read(body: Buffer, type = 'application/zip') {
    api()
      .get(`${ACTIONS}/artifacts/1/zip`)
      .reply(302, '', { location: 'https://store.example.com/1?sig=x' });
    const seen: (string | undefined)[] = [];
    nock('https://store.example.com')
      .get('/1')
      .query(true)
      .reply(function () {
        seen.push(this.req.headers['authorization']);
        return [200, body, { 'content-type': type }];
      });
    const { records, limits } = open();
    return { answer: await records.read(one, limits), seen };
  }

  test.each(['application/zip', 'application/octet-stream', 'text/html; charset=utf-8'])(
    'is read from its zip, whatever its type says (%s)',
    async (type) => {
      const genuine = zip({ 'record.json': bytes(text.write(record, place)) });
      const { answer, seen } = await read(genuine, type);
      expect(answer).toEqual(record);
      // The store is another host: GitHub's token is nothing to it.
      expect(seen).toEqual([undefined]);
    },
  );

  test.each<[string, Buffer, RegExp]>([
    ['no zip', Buffer.from('PK nothing'), /not a record/],
    ['an empty body', Buffer.alloc(0), /not a record/],
    [
      'a zip that is cut off',
      zip({ 'record.json': bytes('x'.repeat(99)) }).subarray(0, 90),
      /not a record/,
    ],
    ['a zip without the file', zip({ 'other.json': bytes('{}') }), /not a record/],
    ['too many bytes', Buffer.alloc(17 * 1024), /too large/],
    ['a forged record', zip({ 'record.json': bytes('{"v":1,"mac":"","body":"{}"}') }), /forged/],
  ])('that is %s is left alone', async (_, body, why) => {
    const { answer } = await read(body);
    expect(answer).toEqual({ unreadable: expect.stringMatching(why) as string });
  });

  test.each([404, 410])('that is gone is left alone (%i)', async (status) => {
    api().get(`${ACTIONS}/artifacts/1/zip`).reply(status, { message: 'gone' });
    const { records, limits } = open();
    expect(await records.read(one, limits)).toEqual({
      unreadable: 'it was deleted or has expired',
    });
  });
});

describe('unpacking', () => {
  const MOST = 16 * 1024;

  test('gives the text of the file', () => {
    const zip = zipSync({ 'record.json': new TextEncoder().encode('{}') });
    expect(fileInZip(zip, 'record.json', MOST)).toBe('{}');
  });

  test('leaves alone what is too large', () => {
    const bomb = zipSync({ 'record.json': new Uint8Array(MOST + 1) });
    expect(fileInZip(bomb, 'record.json', MOST)).toBeNull();
  });

  test('stops at the size that a zip claims', () => {
    const bomb = Buffer.from(zipSync({ 'record.json': new Uint8Array(500_000) }));
    // It stands in the central directory, after its signature.
    bomb.writeUInt32LE(100, bomb.lastIndexOf('PK\u0001\u0002') + 24);
    expect(fileInZip(bomb, 'record.json', MOST)).toHaveLength(100);
  });
});
