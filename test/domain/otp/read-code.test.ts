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

describe("the provider's code", () => {
  test('is given as a person would type it', () => {
    expect(read({ code: ' G-048213 ' })).toEqual({ kind: 'code', code: '048213' });
  });

  test('does not count where it is empty', () => {
    expect(read({ code: ' ', message: 'Your code is 111111' })).toMatchObject({ code: '111111' });
  });

  test('is stale when the text of a later SMS does not show it', () => {
    const message = 'Your code is 222222';
    expect(read({ code: '111111', message, revision: 2 })).toEqual({
      kind: 'code',
      code: '222222',
    });
  });

  test('is none when it is stale and the text shows no other', () => {
    expect(read({ code: '111111', message: 'See you soon', revision: 2 })).toEqual({
      kind: 'none',
      why: 'nothing-like-a-code',
    });
  });

  test.each(['111-111', '11 11 11', '١١١١١١'])(
    'is not stale when a later SMS shows it in another writing: %s',
    (message) => {
      expect(read({ code: '111111', message, revision: 2 })).toMatchObject({ code: '111111' });
    },
  );

  test('is believed for a first SMS, for one that is not counted, and without a text', () => {
    const message = 'Your code is 222222';
    expect(read({ code: '111111', message, revision: 1 })).toMatchObject({ code: '111111' });
    expect(read({ code: '111111', message, revision: null })).toMatchObject({ code: '111111' });
    expect(read({ code: '111111', message: null, revision: 2 })).toMatchObject({ code: '111111' });
  });
});

describe('a pattern', () => {
  const message = 'Your code is 111111\n@example.com #222222';

  test('that does not match ends it: nothing is guessed', () => {
    expect(read({ message }, { pattern: () => ({ kind: 'none' }) })).toEqual({
      kind: 'none',
      why: 'pattern',
    });
  });

  test('that gave up ends it, and is not tried again', () => {
    let tries = 0;
    const pattern = () => {
      tries += 1;
      return { kind: 'gave-up' } as const;
    };
    expect(read({ message }, { pattern })).toEqual({ kind: 'none', why: 'pattern-gave-up' });
    expect(tries).toBe(1);
  });

  test('is tried on the text as it came, then with plain digits', () => {
    const texts: string[] = [];
    const pattern = (text: string) => {
      texts.push(text);
      return { kind: 'none' } as const;
    };
    read({ message: 'رمز ١٢٣٤' }, { pattern });
    expect(texts).toEqual(['رمز ١٢٣٤', 'رمز 1234']);
  });

  test('gives its code as a person would type it', () => {
    const pattern = () => ({ kind: 'match', code: '123-456' }) as const;
    expect(read({ message }, { pattern })).toMatchObject({ code: '123456' });
  });

  test('is not asked without a text', () => {
    const pattern = () => ({ kind: 'match', code: '123456' }) as const;
    expect(read({}, { pattern })).toEqual({ kind: 'none', why: 'no-text' });
  });
});

describe('an expected domain', () => {
  const expectDomain = 'example.com';

  test('lets a code of this host through', () => {
    const message = '333333 is your code\n@example.com #333333';
    expect(read({ message }, { expectDomain })).toEqual({ kind: 'code', code: '333333' });
  });

  test("stops another host's code, even the provider's", () => {
    const message = '333333 is your code\n@evil-example.com #333333';
    expect(read({ code: '333333', message }, { expectDomain })).toEqual({
      kind: 'wrong-domain',
      host: 'evil-example.com',
    });
  });

  test.each([null, '', '333333 is your code'])('stops a message without a line: %j', (message) => {
    expect(read({ code: '333333', message }, { expectDomain })).toEqual({
      kind: 'wrong-domain',
      host: null,
    });
  });
});
