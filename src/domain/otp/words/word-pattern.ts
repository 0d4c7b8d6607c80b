const ANY_LETTERS = String.raw`[\p{L}\p{M}]*`;

/** Shorter words keep their accents: `thẻ` (Vietnamese for card) is not `the`. */
const LEAST_LETTERS_WITHOUT_ACCENTS = 5;

/**
 * The source of a pattern (flags `iu`) that finds these words. A word stands alone, unless a `*`
 * allows more letters there: at its end or within for inflection, in front for compounds. With one at
 * both ends it may be a part of anything, as in scripts without spaces. Accents may be missing.
 */
export function wordPattern(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map(alternative)
    .join('|');
}

function alternative(word: string): string {
  const opensLeft = word.startsWith('*');
  const opensRight = word.endsWith('*');
  const bare = word.slice(opensLeft ? 1 : 0, opensRight ? -1 : undefined);
  const source = accentsOptional(bare.replace(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`))
    .replaceAll('*', ANY_LETTERS)
    .replaceAll(' ', ' ?');
  if (opensLeft && opensRight) return source;
  const before = opensLeft ? '' : String.raw`(?<![\p{L}\p{M}\p{N}])`;
  const after = opensRight ? ANY_LETTERS : String.raw`(?![\p{L}\p{M}])`;
  return `${before}${source}${after}`;
}

/** Latin and Greek letters with an accent match the letter without it, too. */
function accentsOptional(word: string): string {
  if ((word.match(/\p{L}/gu) ?? []).length < LEAST_LETTERS_WITHOUT_ACCENTS) return word;
  return word.replace(/[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]/g, (letter) => {
    const plain = letter.normalize('NFD').charAt(0);
    return plain === letter ? letter : `[${letter}${plain}]`;
  });
}
