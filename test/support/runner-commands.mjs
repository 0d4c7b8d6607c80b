/**
 * The workflow commands in a log by the rules of GitHub's runner: `ActionCommand.TryParseV2`, then
 * `TryParse`, on each line of `StreamReader.ReadLine`; names as `ActionCommandManager` registers
 * them. Characters that .NET's comparison by culture skips are dropped before.
 *
 * @typedef {object} Command
 * @property {string} name
 * @property {Record<string, string>} properties
 * @property {string} data
 */

const NAMES = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

/**
 * @param {string} log
 * @returns {Command[]}
 */
export function commandsIn(log) {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const seen = line.replace(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '');
    const command = newForm(seen) ?? oldForm(seen);
    return command === null ? [] : [command];
  });
}

/**
 * `::name key=value,key=value::data` at the start of a line, white space aside.
 *
 * @param {string} line
 */
function newForm(line) {
  const text = line.trimStart();
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1;
  return end < 0 ? null : commandOf(text.slice(2, end), ',', text.slice(end + 2));
}

/**
 * `##[name key=value;key=value]data` anywhere in a line.
 *
 * @param {string} line
 */
function oldForm(line) {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  return end < 0 ? null : commandOf(line.slice(start + 3, end), ';', line.slice(end + 1));
}

/**
 * @param {string} info
 * @param {string} separator
 * @param {string} data
 * @returns {Command | null}
 */
function commandOf(info, separator, data) {
  const [name = '', ...rest] = info.split(' ');
  if (!NAMES.has(name.toLowerCase())) return null;
  const pairs = rest
    .join(' ')
    .split(separator)
    .map((pair) => /^([^=]+)=(.+)$/s.exec(pair.trim()))
    .flatMap((found) => (found === null ? [] : [[found[1] ?? '', unescaped(found[2] ?? '')]]));
  return { name, properties: Object.fromEntries(pairs), data: unescaped(data) };
}

/** @param {string} text */
function unescaped(text) {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
