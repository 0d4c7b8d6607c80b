/**
 * How the runner runs a script in a shell, as `ScriptHandler` and `ScriptHandlerHelpers` of
 * actions/runner have it. `{0}` is the script's path.
 */
interface KnownShell {
  words: string;
  /** Of the script's file. */
  extension: string;
}

const KNOWN: Readonly<Record<string, KnownShell>> = {
  bash: { words: '--noprofile --norc -e -o pipefail {0}', extension: '.sh' },
  sh: { words: '-e {0}', extension: '.sh' },
  pwsh: { words: `-command ". '{0}'"`, extension: '.ps1' },
  powershell: { words: `-command ". '{0}'"`, extension: '.ps1' },
  cmd: { words: '/D /E:ON /V:OFF /S /C "CALL "{0}""', extension: '.cmd' },
  python: { words: '{0}', extension: '.py' },
};

export interface ShellWords {
  /** Name or path of the program. */
  program: string;
  /** Its arguments, with `{0}` somewhere. */
  words: string;
  extension: string;
}

/** @returns null where it is neither a shell that is known nor a template with `{0}` */
export function readShell(input: string): ShellWords | null {
  const [, program = '', rest = ''] = /^(\S+)\s*([^]*)$/.exec(input.trim()) ?? [];
  const known = KNOWN[program];
  const words = rest === '' ? (known?.words ?? '') : rest;
  if (!words.includes('{0}')) return null;
  return { program, words, extension: known?.extension ?? '' };
}

/** What is wrong with an input that {@link readShell} does not know. */
export function unknownShell(input: string): string {
  return `"shell" is "${input}", which is neither "bash", "sh", "pwsh", "powershell", "cmd" or "python" nor a command with "{0}" where the script's file goes, as in "perl {0}"`;
}

const END_OF_POWERSHELL =
  'if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }';

/** The text of the script's file. */
export function scriptFor(program: string, text: string, isWindows: boolean): string {
  const lines = isWindows ? text.replace(/\r?\n/g, '\r\n') : text;
  const end = isWindows ? '\r\n' : '\n';
  switch (program) {
    case 'cmd':
      return `@echo off${end}${lines}`;
    case 'pwsh':
    case 'powershell':
      return `$ErrorActionPreference = 'stop'${end}${lines}${end}${END_OF_POWERSHELL}`;
    default:
      return lines;
  }
}

/**
 * Parts arguments as .NET does on Linux and macOS, where the runner hands it all of them in one text:
 * double quotes hold an argument together, two of them inside are one, and backslashes before a
 * quote escape it. A single quote is a sign like others.
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (const [sign] of text.matchAll(/\\*""?|\s|\\+|[^\s\\"]+/g)) {
    if (/^\s$/.test(sign) && !quoted) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    word ??= '';
    const [, slashes, quotes] = /^(\\*)("+)$/.exec(sign) ?? [];
    if (slashes === undefined || quotes === undefined) {
      word += sign;
      continue;
    }
    const isEscaped = slashes.length % 2 === 1;
    const isDouble = quotes.length === 2;
    word += '\\'.repeat(Math.floor(slashes.length / 2));
    if (isEscaped || (isDouble && quoted)) word += '"';
    if (isEscaped === isDouble) quoted = !quoted;
  }
  if (word !== null) words.push(word);
  return words;
}
