import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessCode } from '../../../src/domain/otp/guess-code.ts';
import { plainText } from '../../../src/domain/otp/plain-text.ts';
import { parts } from './measure.ts';

const words = fc.constantFrom(
  ...['code', 'OTP', 'verification code', 'is', 'your', ':', '.', ',', '-', '\n', 'order', 'card'],
  ...[
    'call',
    '$',
    '%',
    'log in',
    'enter',
    'for',
    '验证码',
    'код',
    'رمز',
    'share',
    '@x.example',
    '#',
  ],
);
const numbers = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
  .map((digits) => digits.join(''));
const message = fc
  .array(fc.oneof(words, numbers, fc.string({ maxLength: 6 })), { maxLength: 14 })
  .map((pieces) => pieces.join(' '));

const PHONES = [
  '+447700900123',
  '+4915112345678',
  '+6281234567890',
  '+4520123456',
  '+8613812345678',
];
const codes = fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, '0'));

describe('whatever the message', () => {
  test('a code is shown in it', () => {
    fc.assert(
      fc.property(message, (text) => {
        const code = guessCode(text, null) ?? '';
        expect(plainText(text).replace(/[\s-]/g, '')).toContain(code.replace('-', ''));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a code has four to eight characters', () => {
    fc.assert(
      fc.property(message, (text) => {
        expect(guessCode(text, null) ?? '0000').toMatch(/^[A-Z\d]{4,8}$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test("the order's phone number is no code, whole or from its sixth last digit on", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PHONES),
        fc.integer({ min: 6, max: 14 }),
        fc.constantFrom('Your verification code: ', 'OTP ', 'Code is 0', '验证码'),
        (phone, length, intro) => {
          expect(guessCode(intro + phone.slice(1).slice(-length), phone)).toBeNull();
        },
      ),
    );
  });

  test('naming the phone number besides does not change the code', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PHONES), codes, (phone, code) => {
        fc.pre(!phone.endsWith(code));
        const text = `Your verification code is ${code}.`;
        expect(guessCode(`${text} Sent to ${phone}.`, phone)).toBe(code);
        expect(guessCode(`Hello ${phone}. ${text}`, phone)).toBe(code);
      }),
    );
  });

  test('any string is read without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect(() => guessCode(text, text)).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['digits', '1'],
    ['digits with spaces', '1 '],
    ['pairs', '12 34-'],
    ['letters', 'a'],
    ['code words', 'code '],
    ['halves of code words', 'one time '],
    ['words and numbers', 'your code 123456 '],
    ['dots', '1.'],
    ['the start of an address', 'a.a.a'],
    ['the start of a mail address', 'a@'],
    ['dashes', '+1-'],
    ['currency signs', '$ '],
    ['words to text to', 'text to '],
    ['brackets', '(0) '],
  ])('a megabyte of %s is read', (_, piece) => {
    expect(guessCode(piece.repeat(1_000_000 / piece.length), '+447700900123')).toBeNull();
  });
});

describe('a message of the corpus', () => {
  const examples = parts().tuned;

  test('has the same code in capitals of digits of another script', () => {
    const arabic = (text: string): string =>
      text.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
    const differing = examples.filter(
      ({ text, phone }) =>
        !text.includes('http') && guessCode(text, phone) !== guessCode(arabic(text), phone),
    );
    expect(differing).toEqual([]);
  });

  test('has the same code with white space around it', () => {
    const differing = examples.filter(
      ({ text, phone }) => guessCode(text, phone) !== guessCode(` \n ${text} \n`, phone),
    );
    expect(differing).toEqual([]);
  });
});
