import { describe, expect, test } from 'vitest';
import type { Sms } from '../../../src/domain/order.ts';
import { type CodeRules, readCode } from '../../../src/domain/otp/read-code.ts';

const NO_RULES: CodeRules = { pattern: null, expectDomain: null };

function sms(parts: Partial<Sms>): Sms {
  return { code: null, message: null, revision: 1, ...parts };
}

function read(parts: Partial<Sms>, rules: Partial<CodeRules> = {}, phone: string | null = null) {
  return readCode(sms(parts), { ...NO_RULES, ...rules }, phone);
}

describe('the order of sources', () => {
  test("the provider's code comes first", () => {
    const message = 'Your code is 111111\n@example.com #222222';
    expect(read({ code: '333333', message })).toEqual({ kind: 'code', code: '333333' });
  });

  test('then the pattern', () => {
    const message = 'Your code is 111111\n@example.com #222222';
    const pattern = () => ({ kind: 'match', code: '444444' }) as const;
    expect(read({ message }, { pattern })).toEqual({ kind: 'code', code: '444444' });
  });

  test('then the origin-bound line', () => {
    const message = 'Your code is 111111\n@example.com #222222';
    expect(read({ message })).toEqual({ kind: 'code', code: '222222' });
  });

  test('then a guess', () => {
    expect(read({ message: 'Your code is 111111' })).toEqual({ kind: 'code', code: '111111' });
  });

  test('then none', () => {
    expect(read({ message: 'See you at the usual place' })).toEqual({
      kind: 'none',
      why: 'nothing-like-a-code',
    });
  });

  test('without code and text there is none', () => {
    expect(read({ message: ' \n' })).toEqual({ kind: 'none', why: 'no-text' });
    expect(read({})).toEqual({ kind: 'none', why: 'no-text' });
  });
});
