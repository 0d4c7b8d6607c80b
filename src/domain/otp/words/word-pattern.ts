const ANY_LETTERS = String.raw`[\p{L}\p{M}]*`;

/** A text without the accents of Latin and Greek letters, character for character. */
export function withoutAccents(text: string): string {
  return text.replace(/[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]/g, (letter) =>
    letter.normalize('NFD').charAt(0),
  );
}

/**
 * The source of a pattern (flags `iu`) that finds these words in a text `withoutAccents`. A word
 * stands alone, unless a `*` allows more letters there: at its end or within for inflection, in front
 * for compounds. With one at both ends it may be a part of anything, as in scripts without spaces.
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
  const source = withoutAccents(word.slice(opensLeft ? 1 : 0, opensRight ? -1 : undefined))
    .replace(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`)
    .replaceAll('*', ANY_LETTERS)
    .replaceAll(' ', ' ?');
  if (opensLeft && opensRight) return source;
  const before = opensLeft ? '' : String.raw`(?<![\p{L}\p{M}\p{N}])`;
  const after = opensRight ? ANY_LETTERS : String.raw`(?![\p{L}\p{M}])`;
  return `${before}${source}${after}`;
}
