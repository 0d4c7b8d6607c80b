import { expect, test } from 'vitest';
import { commandEnv } from '../../../src/action/shell/command-env.ts';

const TOKEN = 'smsc_secret';

test.each([
  'SMSCODE_TOKEN',
  'smscode_token',
  'INPUT_TOKEN',
  'INPUT_GITHUB-TOKEN',
  'STATE_step',
  'GITHUB_STATE',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_RUNTIME_URL',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_CACHE_URL',
])('%s is this action’s, and not the command’s', (name) => {
  expect(commandEnv({ [name]: 'x', CI: 'true' }, TOKEN, {})).toEqual({ CI: 'true' });
});

test.each([TOKEN, `${TOKEN}\n`, `Bearer ${TOKEN}`])(
  'the token is not handed on under another name either: %j',
  (value) => {
    const kept = { EMPTY: '', PATH: `/opt/${TOKEN}/bin` };
    expect(commandEnv({ MY_SECRET: value, ...kept }, TOKEN, {})).toEqual(kept);
  },
);

test('the command has what a step with "run" has, and the number', () => {
  const env = {
    PATH: '/bin',
    GITHUB_OUTPUT: '/x',
    GITHUB_ENV: '/y',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://z',
    SMSCODE_API_URL: 'https://api.example',
    RUNNER_TRACKING_ID: 'github_1',
  };
  expect(commandEnv(env, TOKEN, { ORDER_ID: '7' })).toEqual({ ...env, ORDER_ID: '7' });
});
