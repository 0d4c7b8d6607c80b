import { describe, expect, test } from 'vitest';
import { guessCode } from '../../../src/domain/otp/guess-code.ts';
import { LONGEST_MESSAGE } from '../../../src/domain/otp/plain-text.ts';

const PHONE = '+447700900123';

describe('what is not a code', () => {
  test.each([
    ['the phone number', 'Your code was sent to you: +447700900123'],
    ['the phone number in its national form', 'Verification code sent to 07700 900123'],
    ['the end of the phone number', 'Your verification code: 900123'],
    ['another phone number', 'Your verification code: call 020 7946 0123'],
    ['a year', 'Your code is 2026'],
    ['an amount', 'Your verification code for $4500'],
    ['an amount in words of money', 'Ваш код подтверждения на сумму 4500 руб'],
    ['an amount with decimals', 'Your verification code: 4500.00'],
    ['a percentage', 'Your verification code: 1500 %'],
    ['a date', 'Your verification code: 12.11.2026'],
    ['a time', 'Your verification code: 14:35:20'],
    ["a card's tail after stars", 'Your verification code for *4821'],
    ["a card's tail after a word", 'Your verification code for card 4821'],
    ['an order number', 'Your verification code for order 7741902'],
    ['the digits of an address', 'Your verification code: https://x.example/771234'],
    ['a validity', 'Your verification code is valid 1440 minutes'],
    ['a number to reply to', 'Your verification code is late. Reply STOP to 12345'],
    ['a number to text to with a code word', 'Text HELP to 40404 with your verification code'],
    ['a part of a longer number', 'Your verification code: 123456789'],
    ['the end of a longer word', 'Your verification code: q123456'],
    ['the start of a longer word', 'Your verification code: 123456q'],
    ['a discount', 'Your code 77123 gives 20 % off'],
    ['a discount in letters', 'Enter your code SAVE20 to log in'],
    ['the code of a parcel', 'Your parcel waits, your code is 482913'],
    ['the code of something unknown', 'Code blork 482913'],
    ['the code of another thing', 'Your customer code is 482913'],
    ['a number of another clause', 'Never share your OTP, says officer 4417'],
    ['a number nobody names', '482913'],
  ])('%s', (_, message) => {
    expect(guessCode(message, PHONE)).toBeNull();
  });

  test('either of two numbers that are both called so', () => {
    expect(guessCode('SMS code: 482913, email code: 771233', PHONE)).toBeNull();
  });

  test('what lies beyond the part that is looked at', () => {
    const far = `${'word '.repeat(LONGEST_MESSAGE / 5 + 1)} Your verification code: 482913`;
    expect(guessCode(far, PHONE)).toBeNull();
  });
});

describe('what is the code', () => {
  test.each([
    ['the number that a code word is nearest to', 'Order 7741902, your code: 482913', '482913'],
    ['the number that a code word follows', '482913 is your login code', '482913'],
    ['the number that something "is"', 'Your OTP for order 7741902 is 482913', '482913'],
    ['the first thing that "is" a number', 'Your OTP for order is 482913', '482913'],
    ['the number to be typed in to log in', 'Enter 482913 to log in', '482913'],
    ['a year beside a word that is sure', 'Your verification code: 2026', '2026'],
    ['a number that comes twice', '482913 is your code. Code: 482913', '482913'],
    ['digits in other digits', 'رمز التحقق ٤٨٢٩١٣', '482913'],
    ['capitals and digits', 'Your login code: A7K9QX', 'A7K9QX'],
    ['the sure one beside an advertisement', '20 % off! Verification code: 482913', '482913'],
    ['the number with accents left out', 'Codigo de verificacion: 482913', '482913'],
  ])('%s', (_, message, code) => {
    expect(guessCode(message, PHONE)).toBe(code);
  });

  test('the number that is the phone number of somebody else', () => {
    expect(guessCode('Your verification code: 900123', null)).toBe('900123');
  });
});
