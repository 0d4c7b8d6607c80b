import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  hasKeeperFile,
  readKeeperFile,
  writeKeeperFile,
} from '../../src/action/keeper/keeper-file.ts';
import { readConfig, readReply, type KeeperConfig } from '../../src/action/keeper/messages.ts';
import { keeperEnvironment } from '../../src/action/keeper/start-keeper.ts';
import { lease } from '../support/samples.ts';
import { tempFolder } from '../support/temp-folder.ts';

const FILE = { port: 40_123, stopKey: 'a'.repeat(64), pid: 4711 };

const CONFIG: KeeperConfig = {
  apiUrl: 'https://api.smscode.gg/v1',
  token: 'smsc_token',
  dialect: 'openapi',
  leases: [lease('7')],
  journal: '/temp/step.ndjson',
  main: { pid: 2, startedAt: '9' },
  parent: null,
  autoRelease: true,
  releaseTimeoutMs: 240_000,
  timeoutMs: 120_000,
  intervalMs: 5_000,
  requestsPerMinute: 300,
  parallelJobs: 1,
  otpPattern: '',
  expectDomain: '',
  webhookListen: null,
  webhookSecret: '',
  webhookRelay: null,
};

describe('what a keeper writes beside the journal', () => {
  test('is read again, and is for its owner alone', () => {
    const folder = tempFolder();
    const journal = join(folder, 'step.ndjson');
    expect([hasKeeperFile(journal), readKeeperFile(journal)]).toEqual([false, null]);

    writeKeeperFile(journal, FILE);

    expect([hasKeeperFile(journal), readKeeperFile(journal)]).toEqual([true, FILE]);
    expect(readdirSync(folder)).toEqual(['step.ndjson.keeper']);
    expect(statSync(`${journal}.keeper`).mode & 0o777).toBe(0o600);
  });

  test.each([
    '',
    '{"port":',
    '[]',
    'null',
    JSON.stringify({ ...FILE, port: 0 }),
    JSON.stringify({ ...FILE, port: '80' }),
    JSON.stringify({ ...FILE, port: 70_000 }),
    JSON.stringify({ ...FILE, stopKey: `${'a'.repeat(62)}\r\n` }),
  ])('is nothing if it is %s', (text) => {
    const journal = join(tempFolder(), 'step.ndjson');
    writeFileSync(`${journal}.keeper`, text);

    expect(readKeeperFile(journal)).toBeNull();
  });
});

describe('what main tells its keeper', () => {
  test('is understood', () => {
    expect(readConfig(JSON.parse(JSON.stringify(CONFIG)))).toEqual(CONFIG);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['without an order', { ...CONFIG, leases: [] }],
    ['without a token', { ...CONFIG, token: undefined }],
    ['with an address that is none', { ...CONFIG, apiUrl: 'x' }],
    ['with another dialect', { ...CONFIG, dialect: 'auto' }],
  ])('is refused: %s', (_, message) => {
    expect(readConfig(message)).toBeNull();
  });

  test.each([
    [
      {
        kind: 'serving',
        urls: [{ orderId: '7', url: 'http://127.0.0.1:1/x' }],
        said: [{ as: 'notice', line: 'Nothing can listen.' }],
      },
      true,
    ],
    [{ kind: 'failed', why: 'no port' }, true],
    [{ kind: 'serving' }, false],
    ['serving', false],
  ])('is answered with %o (understood: %s)', (message, understood) => {
    expect(readReply(message)).toEqual(understood ? message : null);
  });
});

test('of the environment of main the keeper gets what leads to the provider, and no secret', () => {
  const given = {
    PATH: '/bin',
    Path: 'C:\\bin',
    SystemRoot: 'C:\\Windows',
    RUNNER_TRACKING_ID: 'github_x',
    RUNNER_TEMP: '/temp',
    http_proxy: 'http://proxy:1',
    HTTPS_PROXY: 'http://proxy:2',
    no_proxy: 'internal',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    NODE_OPTIONS: '--use-openssl-ca',
  };
  const kept = {
    SMSCODE_TOKEN: 's',
    INPUT_TOKEN: 's',
    'INPUT_GITHUB-TOKEN': 's',
    STATE_step: 's',
    GITHUB_TOKEN: 's',
    ACTIONS_RUNTIME_TOKEN: 's',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 's',
    AWS_SECRET_ACCESS_KEY: 's',
    RUNNER_DEBUG: '1',
    HOME: '/root',
    LD_PRELOAD: 'x.so',
  };

  expect(keeperEnvironment({ ...given, ...kept })).toEqual(given);
});
