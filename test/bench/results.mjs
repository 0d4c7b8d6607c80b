import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

const path = fileURLToPath(new URL('RESULTS.md', import.meta.url));

/** In this order, whichever was measured last. */
const SECTIONS = ['start-up', 'detection'];

/**
 * Replaces one section of RESULTS.md and leaves the others.
 *
 * @param {string} name
 * @param {string[]} lines
 */
export async function writeSection(name, lines) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const all = SECTIONS.map((section) => {
    const [begin, end] = marks(section);
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (section === name) return `${begin}\n\n${lines.join('\n').trimEnd()}\n\n${end}\n`;
    return from < 0 || to < 0 ? '' : `${text.slice(from, to)}${end}\n`;
  });
  const whole = all.filter((section) => section !== '').join('\n');
  writeFileSync(path, await format(whole, { parser: 'markdown' }));
}

/** @param {string} name @returns {[string, string]} */
function marks(name) {
  return [`<!-- ${name} -->`, `<!-- /${name} -->`];
}
