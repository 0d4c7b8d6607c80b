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
 * Whether a code bound to `bound` is for `expected`: the same host and no other. A browser fills a
 * code in on every host of the same site; who tests says which host the SMS is to name, and another
 * one, above or below it, is a mistake that this is to find. Upper and lower case, Unicode and
 * punycode are the same host; a port or scheme is ignored.
 */
export function isBoundTo(bound: string, expected: string): boolean {
  const host = canonicalHost(bound);
  return host !== null && host === canonicalHost(expected);
}

/** Lower case, punycode, no trailing dot; null: not a host. */
function canonicalHost(text: string): string | null {
  const withoutScheme = text.trim().replace(/^https?:\/\//i, '');
  if (!URL.canParse(`https://${withoutScheme}`)) return null;
  return new URL(`https://${withoutScheme}`).hostname.replace(/\.$/, '');
}
