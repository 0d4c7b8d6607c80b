import { extname } from 'node:path';

/** What GitHub calls the language of a file's code block. */
const LANGUAGES = new Map([
  ['.js', 'js'],
  ['.mjs', 'js'],
  ['.py', 'python'],
  ['.sh', 'sh'],
  ['.ts', 'ts'],
  ['.yml', 'yaml'],
]);

const BLOCK = /^(<!-- include (\S+) -->\n)(?:[^]*?\n)??(<!-- \/include -->)$/gm;
const MARKS = /^<!-- \/?include\b.*$/gm;

/**
 * The text with every block between `<!-- include path -->` and `<!-- /include -->` written anew
 * from the file of that path. Throws where a mark has no counterpart, or a file no known language.
 *
 * @param {string} text
 * @param {(path: string) => string} read
 */
export function withIncludes(text, read) {
  const [marks, blocks] = [text.match(MARKS) ?? [], text.match(BLOCK) ?? []];
  if (marks.length !== 2 * blocks.length) {
    throw new Error('Each "<!-- include path -->" needs a "<!-- /include -->", and the reverse.');
  }
  /** @type {(block: string, start: string, path: string, end: string) => string} */
  const written = (_, start, path, end) => {
    const language = LANGUAGES.get(extname(path));
    if (language === undefined) throw new Error(`The language of ${path} is not known.`);
    return `${start}\n\`\`\`${language}\n${read(path).trim()}\n\`\`\`\n\n${end}`;
  };
  return text.replace(BLOCK, written);
}
