import type { Sms } from '../order.ts';
import { isBoundTo, readBoundLine } from './bound-line.ts';
import { guessCode } from './guess-code.ts';
import { plainText } from './plain-text.ts';
import { showsCode, typedCode } from './typed-code.ts';

/** `gave-up`: the pattern took too long on this text. */
export type PatternMatch = { kind: 'match'; code: string } | { kind: 'none' } | { kind: 'gave-up' };

/** The user's own idea of the code (input `otp-pattern`). */
export type MatchPattern = (text: string) => PatternMatch;

export interface CodeRules {
  pattern: MatchPattern | null;
  /** The host that the SMS must be bound to (input `expect-domain`). */
  expectDomain: string | null;
}

export type CodeReading =
  | { kind: 'code'; code: string }
  | { kind: 'none'; why: 'no-text' | 'nothing-like-a-code' | 'pattern' | 'pattern-gave-up' }
  /** `host` is the one that the SMS names; null where it names none. */
  | { kind: 'wrong-domain'; host: string | null };

/**
 * The code of an SMS, as a person would type it. Sources in order: the provider, the user's pattern,
 * an origin-bound line, a careful guess. A given pattern that does not match ends it: the user said
 * what a code looks like. A wrong code is worse than none, so every source is dropped when in doubt.
 */
export function readCode(sms: Sms, rules: CodeRules, phoneNumber: string | null): CodeReading {
  const message = sms.message ?? '';
  const line = readBoundLine(message);
  if (rules.expectDomain !== null && !(line !== null && isBoundTo(line.host, rules.expectDomain))) {
    return { kind: 'wrong-domain', host: line?.host ?? null };
  }
  const provided = providerCode(sms);
  if (provided !== null) return { kind: 'code', code: provided };
  if (message.trim() === '') return { kind: 'none', why: 'no-text' };
  if (rules.pattern !== null) return fromPattern(rules.pattern, message);
  const code = line === null ? guessCode(message, phoneNumber) : typedCode(line.code);
  return code === null ? { kind: 'none', why: 'nothing-like-a-code' } : { kind: 'code', code };
}

/**
 * The provider's code, unless it is of an earlier SMS: it keeps a code while the text is already that
 * of the next message, so from the second message on the text must show the code.
 */
function providerCode({ code, message, revision }: Sms): string | null {
  if (code === null || code.trim() === '') return null;
  const stale = (revision ?? 1) > 1 && message !== null && !showsCode(message, code);
  return stale ? null : typedCode(code);
}

/** The text as it came, then with plain characters: `\d` of a pattern means ASCII digits alone. */
function fromPattern(pattern: MatchPattern, message: string): CodeReading {
  const first = pattern(message);
  const found = first.kind === 'none' ? pattern(plainText(message)) : first;
  switch (found.kind) {
    case 'match':
      return { kind: 'code', code: typedCode(found.code) };
    case 'none':
      return { kind: 'none', why: 'pattern' };
    case 'gave-up':
      return { kind: 'none', why: 'pattern-gave-up' };
  }
}
