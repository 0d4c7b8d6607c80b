import { expect, test } from 'vitest';
import { readHere } from '../../src/action/ledger/here.ts';

const ENV = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_REPOSITORY_ID: '4711',
  GITHUB_RUN_ID: '7',
  GITHUB_RUN_ATTEMPT: '2',
};

test('the run is read from the variables of the runner', () => {
  expect(readHere(ENV)).toEqual({
    owner: 'acme',
    repo: 'shop',
    repositoryId: 4711,
    runId: 7,
    attempt: 2,
  });
});

test.each([
  ['GITHUB_REPOSITORY', 'acme'],
  ['GITHUB_REPOSITORY', 'acme/shop/../../x'],
  ['GITHUB_REPOSITORY_ID', ''],
  ['GITHUB_RUN_ID', '7x'],
  ['GITHUB_RUN_ATTEMPT', undefined],
])('%s as %j is refused by name', (name, value) => {
  expect(() => readHere({ ...ENV, [name]: value })).toThrow(
    expect.objectContaining({
      kind: 'invalid-input',
      message: expect.stringContaining(name) as string,
    }) as Error,
  );
});

test.each([undefined, '', 'https://github.com', 'https://acme.ghe.com', 'http://github.localhost'])(
  'artifacts are there on %j',
  (server) => {
    expect(readHere({ ...ENV, GITHUB_SERVER_URL: server })).toMatchObject({ runId: 7 });
  },
);

test.each(['https://ghes.acme.example', 'https://github.com.acme.example'])(
  'GitHub Enterprise Server (%s) is refused, for it has no such artifacts',
  (server) => {
    expect(() => readHere({ ...ENV, GITHUB_SERVER_URL: server })).toThrow(
      expect.objectContaining({
        kind: 'invalid-input',
        message: expect.stringContaining('Enterprise Server') as string,
      }) as Error,
    );
  },
);
