import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { root } from './tree.ts';

/** The rules that close every way to the log but one; none of them asks for types, which take long. */
const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => /^no-(console|restricted-\w+)$/.test(ruleId),
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
});

async function findings(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

describe('outside of the reporter nothing can write to the log:', () => {
  test.each([
    ['console', "console.log('x');", 'no-console'],
    ['stdout', "process.stdout.write('x');", 'no-restricted-properties'],
    ['stderr', "process.stderr.write('x');", 'no-restricted-properties'],
    ['a warning of node', "process.emitWarning('x');", 'no-restricted-properties'],
    ['all of core', "import * as core from '@actions/core';", 'no-restricted-imports'],
    ['core.info', "import { info } from '@actions/core';", 'no-restricted-imports'],
    ['core.summary', "import { summary } from '@actions/core';", 'no-restricted-imports'],
    ['core.setOutput', "import { setOutput } from '@actions/core';", 'no-restricted-imports'],
    ['core, loaded late', "await import('@actions/core');", 'no-restricted-syntax'],
    ['a descriptor', "import { writeSync } from 'node:fs';", 'no-restricted-imports'],
    ['process by another name', "import p from 'node:process';", 'no-restricted-imports'],
  ])('%s', async (_, text, rule) => {
    expect(await findings('src/action/report/leaks.ts', text)).toEqual([rule]);
    expect(await findings('src/smscode/errors.ts', text)).toEqual([rule]);
  });
});

test('what only reads from the runner is open', async () => {
  const text = "import { getInput, getState, saveState } from '@actions/core';";
  expect(await findings('src/action/report/leaks.ts', text)).toEqual([]);
});

test('the reporter is the door', async () => {
  const text = "import * as core from '@actions/core';\ncore.info('x');";
  expect(await findings('src/action/report/reporter.ts', text)).toEqual([]);
});
