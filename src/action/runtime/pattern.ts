import type { MatchPattern } from '../../domain/otp/read-code.ts';

/** Makes a matcher of the input `otp-pattern`. */
export function matcherOf(pattern: string): MatchPattern {
  const expression = new RegExp(pattern, 'u');
  return (text) => {
    const match = expression.exec(text);
    return match === null ? { kind: 'none' } : { kind: 'match', code: match[1] ?? match[0] };
  };
}
