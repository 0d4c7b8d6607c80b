import { parse } from 'yaml';
import { format } from 'prettier';

/**
 * @typedef {{ description: string, default?: string }} Entry
 * @typedef {{ inputs: Record<string, Entry>, outputs: Record<string, Entry> }} Action
 * @typedef {{ name: string, modes: string, default: string, meaning: string, coming: boolean }} Row
 */

/**
 * The README with its tables of inputs and outputs written anew from action.yml.
 *
 * @param {string} readme
 * @param {string} actionYml
 */
export async function withTables(readme, actionYml) {
  const action = /** @type {Action} */ (parse(actionYml));
  const inputs = rows(action.inputs);
  const outputs = rows(action.outputs);
  const tables = {
    inputs: table(
      ['Input', 'Modes', 'Default', 'Meaning'],
      inputs.filter((row) => !row.coming).map((r) => [r.name, r.modes, r.default, r.meaning]),
    ),
    outputs: table(
      ['Output', 'Modes', 'Value'],
      outputs.filter((row) => !row.coming).map((r) => [r.name, r.modes, r.meaning]),
    ),
    coming: table(
      ['Input or output', 'Modes', 'Default', 'Meaning'],
      [...inputs, ...outputs]
        .filter((row) => row.coming)
        .map((r) => [r.name, r.modes, r.default, r.meaning]),
    ),
  };
  let text = readme;
  for (const [name, content] of Object.entries(tables)) text = between(text, name, content);
  return format(text, { parser: 'markdown', singleQuote: true, printWidth: 100 });
}

/**
 * @param {Record<string, Entry>} entries
 * @returns {Row[]}
 */
function rows(entries) {
  return Object.entries(entries).map(([name, entry]) => {
    const [, meaning, coming, modes] =
      /^(.*?)( Not available yet\.)?(?: Modes: ([^.]+)\.)?$/.exec(entry.description) ?? [];
    if (meaning === undefined) throw new Error(`The description of ${name} has several lines.`);
    return {
      name: `\`${name}\``,
      modes: modes ?? '',
      default: entry.default === undefined || entry.default === '' ? '' : `\`${entry.default}\``,
      meaning: meaning.replaceAll('|', '\\|').replaceAll(/"([\w.:-]+)"/g, '`$1`'),
      coming: coming !== undefined,
    };
  });
}

/**
 * @param {string[]} head
 * @param {string[][]} body
 */
function table(head, body) {
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} content
 */
function between(text, name, content) {
  const block = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
  if (!block.test(text)) throw new Error(`README.md has no place for the table of ${name}.`);
  return text.replace(block, (_, start, end) => `${start}\n\n${content}\n\n${end}`);
}
