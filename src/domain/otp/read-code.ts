import type { Sms } from '../order.ts';
export type PatternMatch = { kind: 'match'; code: string } | { kind: 'none' } | { kind: 'gave-up' };
export type MatchPattern = (text: string) => PatternMatch;
export interface CodeRules {
  pattern: MatchPattern | null;
  expectDomain: string | null;
}
export type CodeReading =
  | { kind: 'code'; code: string }
  | { kind: 'none'; why: 'no-text' | 'nothing-like-a-code' | 'pattern' | 'pattern-gave-up' }
  | { kind: 'wrong-domain'; host: string | null };
export function readCode(sms: Sms, rules: CodeRules, phoneNumber: string | null): CodeReading {
  void rules;
  void phoneNumber;
  return sms.code === null ? { kind: 'none', why: 'no-text' } : { kind: 'code', code: sms.code };
}
