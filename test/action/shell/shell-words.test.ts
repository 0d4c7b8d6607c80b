import { describe, expect, test } from 'vitest';
import { readShell, scriptFor, splitWords } from '../../../src/action/shell/shell-words.ts';

/** The arguments with which the runner starts a shell, on Linux and macOS. */
function argumentsOf(shell: string): string[] | undefined {
  const read = readShell(shell);
  return read === null ? undefined : splitWords(read.words);
}

describe('a shell is started as the runner starts it', () => {
  test.each([
    ['bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '{0}'], '.sh'],
    ['sh', ['-e', '{0}'], '.sh'],
    ['pwsh', ['-command', ". '{0}'"], '.ps1'],
    ['powershell', ['-command', ". '{0}'"], '.ps1'],
    ['python', ['{0}'], '.py'],
  ])('%s', (shell, words, extension) => {
    expect(argumentsOf(shell)).toEqual(words);
    expect(readShell(shell)).toMatchObject({ program: shell, extension });
  });

  test('cmd, whose arguments Windows takes as one text', () => {
    expect(readShell('cmd')).toEqual({
      program: 'cmd',
      words: '/D /E:ON /V:OFF /S /C "CALL "{0}""',
      extension: '.cmd',
    });
  });

  test.each([
    ['bash -x {0}', 'bash', ['-x', '{0}'], '.sh'],
    ['perl {0}', 'perl', ['{0}'], ''],
    ['/opt/my-shell   --file={0}', '/opt/my-shell', ['--file={0}'], ''],
  ])('a template, as %s', (shell, program, words, extension) => {
    expect(argumentsOf(shell)).toEqual(words);
    expect(readShell(shell)).toMatchObject({ program, extension });
  });
});

test.each(['perl', 'bash -x', '{0}', 'bash -c "echo"', '', 'toString'])(
  '"%s" is no shell, for nothing says where the script goes',
  (shell) => {
    expect(readShell(shell)).toBeNull();
  },
);

describe('arguments are parted as .NET parts them:', () => {
  test.each([
    ['a  b\tc', ['a', 'b', 'c']],
    [`-c "a b" 'c d'`, ['-c', 'a b', "'c", "d'"]],
    ['a"b c"d', ['ab cd']],
    ['""', ['']],
    ['"a ""b"" c"', ['a "b" c']],
    ['a"" b', ['a', 'b']],
    [String.raw`\"" c"`, ['" c']],
    [String.raw`a\"b c`, ['a"b', 'c']],
    [String.raw`"a\\" b`, ['a\\', 'b']],
    [String.raw`"a \" b"`, ['a " b']],
    [String.raw`C:\dir\file`, [String.raw`C:\dir\file`]],
    ['"open end', ['open end']],
    ['', []],
  ])('%s', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });
});

describe('the script', () => {
  test.each(['bash', 'sh', 'python', 'perl'])('of %s is what was written', (program) => {
    expect(scriptFor(program, 'one\ntwo', false)).toBe('one\ntwo');
  });

  test.each(['pwsh', 'powershell'])(
    'of %s stops at errors and hands the exit code on',
    (program) => {
      expect(scriptFor(program, 'npm test', false)).toBe(
        "$ErrorActionPreference = 'stop'\nnpm test\nif ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }",
      );
    },
  );

  test('of cmd does not echo, and has the line ends of Windows', () => {
    expect(scriptFor('cmd', 'one\ntwo\r\nthree', true)).toBe('@echo off\r\none\r\ntwo\r\nthree');
  });
});
