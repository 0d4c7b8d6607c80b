import { LONGEST_MESSAGE, plainText } from './plain-text.ts';

/** What an origin-bound line says: this code is for this site. */
export interface BoundLine {
  host: string;
  code: string;
}

const AT_START = /^@(\S+) #(\S+)(?: |$)/;

/** Chrome takes one within a line as well: https://source.chromium.org, `sms_parser.cc`. */
const WITHIN = /\s@([\w.-]+\.[\w-]+) #([^#\s]+)(?: |$)/;

/**
 * Reads `@example.com #123456`, optionally with the host of an iframe (`@bank.example`, in Apple's
 * older form `%bank.example`) and text that is ignored, off the last line of a message:
 * https://wicg.github.io/sms-one-time-codes/#parsing. Empty lines at the end, which gateways add,
 * do not count. Within a line, after other text, it counts only where that text shows the code too.
 */
export function readBoundLine(message: string): BoundLine | null {
  const lines = plainText(message.slice(-LONGEST_MESSAGE)).trimEnd().split('\n');
  const line = lines.at(-1) ?? '';
  const [, host, code] = AT_START.exec(line) ?? withinLine(line) ?? [];
  return host === undefined || code === undefined ? null : { host, code };
}

function withinLine(line: string): RegExpExecArray | null {
  const match = WITHIN.exec(line);
  const code = match?.[2];
  if (match === null || code === undefined) return null;
  return line.slice(0, match.index).includes(code) ? match : null;
}

/**
 * Whether a code bound to `bound` is for `expected`: the same host, or a parent domain of it
 * (`@example.com` is for `login.example.com`). The specification lets a browser fill in a code on
 * every host of the same site; narrower here, as a code bound to `staging.example.com` is a mistake
 * where `example.com` was expected. Upper and lower case, Unicode and punycode are the same host, a
 * port or scheme is ignored, and a name without a dot is nobody's parent. There is no list of public
 * suffixes: `@co.uk` would pass for `example.co.uk`.
 */
export function isBoundTo(bound: string, expected: string): boolean {
  const [line, page] = [canonicalHost(bound), canonicalHost(expected)];
  if (line === null || page === null) return false;
  return line === page || (line.includes('.') && page.endsWith(`.${line}`));
}

/** Lower case, punycode, no trailing dot; null: not a host. */
function canonicalHost(text: string): string | null {
  const withoutScheme = text.trim().replace(/^https?:\/\//i, '');
  if (!URL.canParse(`https://${withoutScheme}`)) return null;
  return new URL(`https://${withoutScheme}`).hostname.replace(/\.$/, '');
}
