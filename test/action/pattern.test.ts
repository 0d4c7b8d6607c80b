import { describe, expect, test } from 'vitest';
import { patternMatcher } from '../../src/action/runtime/pattern.ts';

describe('the code of a pattern is', () => {
  test.each([
    ['the first group', 'code: (\\d+) (\\d+)', 'code: 123 456', '123'],
    ['the first group that took part', 'code (\\d+)|(\\d+) is', '456 is it', '456'],
    ['the whole match without a group', '\\d{6}', 'Your 123456', '123456'],
    ['a named group', 'code (?<code>\\w+)', 'code A7K9QX', 'A7K9QX'],
    ['the group without spaces around it', 'code:(.*)$', 'code: 123456 ', '123456'],
    ['letters of any script, by the flag u', '\\p{L}+ (\\d+)', 'код 123456', '123456'],
  ])('%s', (_, source, text, code) => {
    expect(patternMatcher(source)(text)).toEqual({ kind: 'match', code });
  });

  test.each([
    ['where it does not match', 'code (\\d+)', 'pin 123456'],
    ['where only the case differs', 'code (\\d+)', 'CODE 123456'],
    ['where it matches nothing', 'x*', '123456'],
    ['where no group took part', 'pin|code (\\d+)', 'pin 123456'],
    ['beyond the longest SMS', '(\\d{6})', `${'x'.repeat(5_000)}123456`],
  ])('none %s', (_, source, text) => {
    expect(patternMatcher(source)(text)).toEqual({ kind: 'none' });
  });
});

describe('a catastrophic pattern', () => {
  test.each(['^(a+)+$', '^(a|aa)+$', '^([a-z]+)*\\d$', '^(a+)+b', '(.*.*.*.*.*.*.*.*)=$'])(
    'gives up: %s',
    (source) => {
      const text = `${'a'.repeat(4_000)}!`;
      expect(patternMatcher(source, 20)(text)).toEqual({ kind: 'gave-up' });
    },
  );

  test('leaves the next text its full time', () => {
    const match = patternMatcher('^(a+)+$', 20);
    expect(match(`${'a'.repeat(40)}!`)).toEqual({ kind: 'gave-up' });
    expect(match('aaa')).toEqual({ kind: 'match', code: 'aaa' });
  });
});
