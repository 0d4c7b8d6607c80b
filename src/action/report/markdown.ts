import { plainLine } from './plain-text.ts';

declare const checked: unique symbol;

/** Markdown in which all text from outside is escaped. Only this file makes it. */
export type Markdown = '' | (string & { readonly [checked]: true });

/** Markup of our own around values that are escaped already, or are numbers. */
export function markup(
  parts: TemplateStringsArray,
  ...values: readonly (Markdown | number)[]
): Markdown {
  return String.raw({ raw: parts }, ...values) as Markdown;
}

/**
 * Anybody's text, literally: in a code span GitHub makes no link, image, mention, emoji or HTML of
 * it. The span's fence is longer than any in the text (CommonMark 0.31, 6.1). A pipe would end a
 * table's cell even there, and no escape of it is safe behind a backslash.
 */
export function code(text: string): Markdown {
  const line = plainLine(text).replaceAll('|', '¦');
  if (line === '') return '';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return (longest === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`) as Markdown;
}

/** A word or a time of ours, without a sign that could be markup. */
export function word(text: string): Markdown {
  return text.replace(/[^A-Za-z0-9 :-]/g, '') as Markdown;
}

/** Paragraphs, without those that are empty. */
export function paragraphs(parts: readonly Markdown[]): Markdown {
  return parts.filter((part) => part !== '').join('\n\n') as Markdown;
}

/** A table, or nothing if it had no rows. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (Markdown | number)[])[],
): Markdown {
  if (rows.length === 0) return '';
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head.map(word)), line(head.map(() => '---')), ...rows.map(line)].join(
    '\n',
  ) as Markdown;
}
