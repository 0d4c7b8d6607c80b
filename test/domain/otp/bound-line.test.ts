import { describe, expect, test } from 'vitest';
import { isBoundTo, readBoundLine } from '../../../src/domain/otp/bound-line.ts';

const BOUND = { host: 'example.com', code: '747723' };

describe('an origin-bound line', () => {
  test.each([
    ['alone', '@example.com #747723'],
    ['after text', '747723 is your ExampleCo authentication code.\n\n@example.com #747723'],
    ['after a Windows line end', 'Your code.\r\n@example.com #747723'],
    ['after a carriage return alone', 'Your code.\r@example.com #747723'],
    ['before empty lines', 'Your code.\n@example.com #747723 \n\n'],
    ['with the host of an iframe', '@example.com #747723 @ecommerce.example'],
    ["in Apple's form of it", '@example.com #747723 %ecommerce.example'],
    ['before text that is ignored', '@example.com #747723 @ecommerce.example $future'],
    ['within a line that shows the code', 'Your code is 747723 @example.com #747723'],
  ])('is read %s', (_, message) => {
    expect(readBoundLine(message)).toEqual(BOUND);
  });

  test.each([
    ['after other text', 'something @example.com #747723'],
    ['in another order', '#747723 @ecommerce.example @example.com'],
    ['with a word between', '@example.com code #747723'],
    ['with two spaces', '@example.com  #747723'],
    ['before the last line', '@example.com #747723\nThanks'],
    ['without a code', '@example.com #'],
    ['without a host', '@ #747723'],
  ])('is none %s', (_, message) => {
    expect(readBoundLine(message)).toBeNull();
  });

  test('is found at the end of a message of a megabyte', () => {
    expect(readBoundLine(`${'x'.repeat(1_000_000)}\n@example.com #747723`)).toEqual(BOUND);
  });
});

describe('a bound host is for', () => {
  test.each([
    ['itself', 'example.com', 'example.com'],
    ['itself in capitals', 'Example.COM', 'example.com'],
    ['itself with a final dot', 'example.com.', 'example.com'],
    ['itself as an address', 'example.com', 'https://example.com/login'],
    ['itself on a port', 'localhost', 'localhost:8080'],
    ['itself in punycode', 'xn--bcher-kva.example', 'bücher.example'],
    ['itself in Unicode', 'BÜCHER.example', 'xn--bcher-kva.example'],
  ])('%s', (_, bound, expected) => {
    expect(isBoundTo(bound, expected)).toBe(true);
  });

  test.each([
    ['not another host', 'example.org', 'example.com'],
    ['not one that ends alike', 'ample.com', 'example.com'],
    ['not the host above it', 'login.example.com', 'example.com'],
    ['not a host under it', 'example.com', 'login.example.com'],
    ['not one it only begins', 'example.com.evil.test', 'example.com'],
    ['not every host of a top-level domain', 'com', 'example.com'],
    ['not what is no host', '...', 'example.com'],
    ['not an expected one that is no host', 'example.com', 'not a host'],
  ])('%s', (_, bound, expected) => {
    expect(isBoundTo(bound, expected)).toBe(false);
  });
});
