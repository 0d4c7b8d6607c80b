import { expect, test } from 'vitest';
import { findCode } from '../../src/sandbox/core/code-finder.ts';

test.each([
  ['Your code is 004217.', '004217'],
  ['123-456 is your WhatsApp code', '123456'],
  ['123 456 is your code', '123456'],
  ['G-482913 is your Google code', '482913'],
  ['<#> 1234 gXyz', '1234'],
  ['Call +6281234567890 or use 12345678', '12345678'],
  ['Order 123456789 confirmed', null],
  ['Welcome!', null],
])('the sandbox finds in "%s" the code %s', (text, code) => {
  expect(findCode(text)).toBe(code);
});
