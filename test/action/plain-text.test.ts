import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainLine, plainLines } from '../../src/action/report/plain-text.ts';
import { commandsIn } from '../support/runner-commands.mjs';

describe('a plain line', () => {
  test.each([
    ['is kept as it is', 'Order 7 costs 4.500 IDR: ✅ é 中', 'Order 7 costs 4.500 IDR: ✅ é 中'],
    ['keeps the marks of a command in its middle', 'a ::error::b', 'a ::error::b'],
    ['does not begin a command', '::error::x', ': :error::x'],
    ['does not begin one after white space', ' \u00A0\u3000::error::x', ': :error::x'],
    ['does not hold one of the old form', 'a ##[error]x ###[y', 'a ## [error]x ### [y'],
    ['has no breaks', 'a\nb\r\nc\vd\u0085e\u2028f\u2029g', 'a b  c d e f g'],
    ['has no colours, links and cursor moves', '\x1B[31ma\x1B]8;;http://x\x07b\x1B[2J', 'ab'],
    ['has no other controls', 'a\0b\x07c\x7Fd\x9Ce', 'abcde'],
    ['does not turn around', 'a\u202Eb\u2066c\u200Fd', 'abcd'],
    ['has no signs without a shape', '#\u200B#\u00AD[error]\uFEFF', '## [error]'],
    ['has no half of a character', 'a\uD800b', 'ab'],
  ])('%s', (_, text, plain) => {
    expect(plainLine(text)).toBe(plain);
  });

  test('of any text is no command', () => {
    const piece = fc.constantFrom('::', ':', '##[', '#', '[', ']', 'error', 'add-mask', '\n', '\r');
    const hidden = fc.constantFrom(' ', '\t', '\u200B', '\u0000', '\x1B[1m', '\uFE0F', '\u2028');
    const text = fc.array(fc.oneof(piece, hidden, fc.string({ unit: 'binary' })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, (pieces) => {
        expect(commandsIn(plainLine(pieces.join('')))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is cut where nobody reads on, and not through a character', () => {
    const line = plainLine(`a${'😀'.repeat(10_000)}`);
    expect(line.length).toBeLessThanOrEqual(4_000);
    expect(line).toMatch(/^a(😀)+…$/u);
  });
});

test('several lines fit into one annotation', () => {
  const lines = plainLines(['a', '##['.repeat(3_000), 'b'.repeat(3_000)]);
  expect(lines).toMatch(/^a\n/);
  expect(lines.length).toBeLessThanOrEqual(4_000);
});
