import { EOL } from 'node:os';
import * as core from '@actions/core';
import type { FailureKind } from '../../domain/failure.ts';
import type { Reporter } from '../../domain/ports.ts';
import type { Markdown } from './markdown.ts';
import { plainLine, plainLines } from './plain-text.ts';

/** Set when the last word is said: what still runs until the process is gone adds nothing to it. */
let isEnding = false;

/** Set when a child writes to the same log: at any moment it may stand in the middle of a line. */
let isShared = false;

/** From now on each command begins a line of its own: the runner knows it by nothing else. */
export function shareLog(): void {
  isShared = true;
}

/**
 * The only door to the log, the annotations, the outputs and the job summary; eslint.config.js
 * closes every other. What passes it cannot be a workflow command, whoever wrote the text.
 */
export const logReporter: Reporter = {
  info: (line) => {
    core.info(plainLine(line));
  },
  notice: (line) => {
    core.notice(plainLine(line));
  },
  warning: (line) => {
    core.warning(plainLine(line));
  },
};

/** An annotation that ends the step, titled by the kind of failure. */
export function annotate(
  level: 'error' | 'warning',
  kind: FailureKind,
  lines: readonly string[],
): void {
  if (isEnding) return;
  // By name: core by a variable would put all of it into the bundle.
  const say = level === 'error' ? core.error : core.warning;
  if (isShared) process.stdout.write(EOL);
  say(plainLines(lines), { title: `Virtual number: ${kind}` });
}

/** Hides a value in all that follows. `@actions/core` escapes what would end the command. */
export function mask(value: string): void {
  if (value === '') return;
  if (!isShared) core.setSecret(value);
  // In one piece, so that nothing of a child comes between the new line and the command.
  else process.stdout.write(`${EOL}::add-mask::${escaped(value)}${EOL}`);
}

/** As `@actions/core` escapes the data of a command. */
function escaped(data: string): string {
  return data.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Throws where GITHUB_OUTPUT cannot be written. A value may hold anything: it is data, not log. */
export function setOutput(name: string, value: string): void {
  core.setOutput(name, value);
}

/** Sets a variable for the steps that follow. Throws where GITHUB_ENV cannot be written. */
export function exportVariable(name: string, value: string): void {
  core.exportVariable(name, value);
}

/** Adds to the job summary; a summary that cannot be written never fails a step. */
export async function writeSummary(markdown: Markdown): Promise<void> {
  if (markdown === '') return;
  try {
    await core.summary.addRaw(markdown, true).write();
  } catch {
    core.debug('The job summary could not be written.');
  }
}

/** Resolves when all that was said so far has left the process: a mask comes before what it masks. */
export function whenSaid(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write('', () => {
      resolve();
    });
  });
}

/** Less than what is left between a step's last moment and the runner's SIGTERM. */
const SAYING_MS = 400;

/**
 * Ends the process with exit code 1 as soon as all that was said has left it: beyond the 64 KiB that
 * a pipe holds, `process.exit` alone would drop what nobody has read yet. No annotation follows.
 */
export function exitWhenSaid(): void {
  isEnding = true;
  process.exitCode = 1;
  process.stdout.write('', () => process.exit());
  setTimeout(() => process.exit(), SAYING_MS);
}

/**
 * Without it node would print what nobody caught as it is: the text of an error may be anybody's.
 *
 * @param more what else is to be said before the process ends; it never throws
 */
export function reportCrashes(kind: FailureKind, more?: () => void): void {
  process.on('uncaughtException', (error) => {
    more?.();
    annotate('error', kind, [
      `A defect in this action: ${error.stack ?? String(error)}. Please report it.`,
    ]);
    if (more === undefined) process.exit(1);
    exitWhenSaid();
  });
}
