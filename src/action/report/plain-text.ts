import { stripVTControlCharacters } from 'node:util';

/** GitHub keeps 4,096 characters of an annotation; nobody reads more of a line. */
const LONGEST = 4_000;

/** Nearly every line; the tables of Unicode cost memory, which these never load. */
const OF_ASCII = /^[ -~]*$/;

const LINE_BREAK = /[\t\n\v\f\r\u0085\u2028\u2029]/g;

/**
 * Control, format, bidi and other characters without a shape. The runner compares by culture
 * (.NET's `StartsWith` and `IndexOf`), which skips them: `#<zero width>#[` is `##[` there.
 */
const SHAPELESS = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Anybody's text as one line that the runner takes for nothing but text.
 *
 * The runner (ActionCommand.cs) reads a line as a command if it begins, after white space, with
 * `::`, or if it holds `##[` anywhere; a space inside either ends that.
 */
export function plainLine(text: string): string {
  const line = text.slice(0, 2 * LONGEST);
  const shown = OF_ASCII.test(line) ? line : withShape(line);
  return shortened(shown.trim().replace(/^::/, ': :').replaceAll('##[', '## ['));
}

function withShape(text: string): string {
  return stripVTControlCharacters(text).replace(LINE_BREAK, ' ').replace(SHAPELESS, '');
}

/** The same for an annotation, which may have several lines. */
export function plainLines(lines: readonly string[]): string {
  return shortened(lines.map(plainLine).join('\n'));
}

/** Whether an annotation holds all of it. */
export function fitsAnnotation(lines: readonly string[]): boolean {
  return lines.reduce((sum, line) => sum + line.length + 1, -1) <= LONGEST;
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  // Not between the halves of a character.
  return `${text.slice(0, LONGEST - 1).replace(/\p{Cs}$/u, '')}…`;
}
