import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { markup } from '../../src/action/report/markdown.ts';
import { annotate, logReporter, mask, writeSummary } from '../../src/action/report/reporter.ts';
import { commandsOf, masksOf } from '../support/commands.ts';
import { commandsIn } from '../support/runner-commands.mjs';
import { tempFolder } from '../support/temp-folder.ts';

const HOSTILE = 'No.\n::set-output name=result::success\r::stop-commands::x ##[add-mask]e';

afterEach(() => {
  vi.unstubAllEnvs();
});

const logOf = (action: () => void): string => commandsOf(action).join('\n');

describe('a text from outside is no workflow command', () => {
  test('as a line of the log', () => {
    const log = logOf(() => {
      logReporter.info(HOSTILE);
      logReporter.info('::error::x');
    });
    expect(commandsIn(log)).toEqual([]);
    expect(log).toContain('No. ::set-output');
  });

  test.each(['notice', 'warning'] as const)('in a %s, which is one command', (level) => {
    const log = logOf(() => {
      logReporter[level](HOSTILE);
    });
    expect(commandsIn(log).map(({ name }) => name)).toEqual([level]);
  });

  test.each(['error', 'warning'] as const)('in an annotation, which is one %s', (level) => {
    const log = logOf(() => {
      annotate(level, 'protocol', [HOSTILE, '::debug::x']);
    });
    expect(commandsIn(log)).toEqual([
      {
        name: level,
        properties: { title: 'Virtual number: protocol' },
        data: 'No. ::set-output name=result::success ::stop-commands::x ## [add-mask]e\n: :debug::x',
      },
    ]);
  });

  test('as a value to mask, which is one command', () => {
    const log = logOf(() => {
      mask('one\n::error::two\r##[error]three');
    });
    expect(commandsIn(log).map(({ name }) => name)).toEqual(['add-mask']);
  });
});

describe('the last word', () => {
  test('is the last annotation, and the process ends when it is out', async () => {
    vi.resetModules();
    const door = await import('../../src/action/report/reporter.ts');
    vi.useFakeTimers();
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const exitCode = process.exitCode;
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      door.annotate('error', 'leaked', ['first']);
      door.exitWhenSaid();
      door.annotate('error', 'leaked', ['second']);
      const texts = write.mock.calls.map(([text]) => String(text)).join('');
      expect(texts).toContain('first');
      expect(texts).not.toContain('second');
      expect([exit.mock.calls.length, process.exitCode]).toEqual([0, 1]);
      const [, whenOut] = write.mock.lastCall ?? [];
      (whenOut as unknown as () => void)();
      expect(exit).toHaveBeenCalledTimes(1);
    } finally {
      write.mockRestore();
      exit.mockRestore();
      process.exitCode = exitCode;
      vi.useRealTimers();
    }
  });
});

test('nothing is not masked', () => {
  expect(
    masksOf(() => {
      mask('');
    }),
  ).toEqual([]);
});

describe('the summary', () => {
  const summaryFile = (): string => {
    const file = join(tempFolder(), 'summary');
    writeFileSync(file, '');
    vi.stubEnv('GITHUB_STEP_SUMMARY', file);
    return file;
  };

  test('that cannot be written never fails a step', async () => {
    vi.stubEnv('GITHUB_STEP_SUMMARY', join(tempFolder(), 'gone', 'summary'));
    const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await expect(writeSummary(markup`text`)).resolves.toBeUndefined();
    log.mockRestore();
  });

  test('without a text is not written', async () => {
    const file = summaryFile();
    await writeSummary('');
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  test('is added as it is', async () => {
    const file = summaryFile();
    await writeSummary(markup`### Title\n\n| a |\n`);
    expect(readFileSync(file, 'utf8')).toContain('### Title\n\n| a |\n');
  });
});
