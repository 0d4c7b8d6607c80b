import { inWords } from './in-words.mjs';

/** How much of each process's log is shown, in lines. */
const TAIL = 25;

/**
 * A run for a person: what was to happen, what was sent, what each process said, what is left.
 *
 * @param {import('./play.mjs').Run} run
 * @returns {string[]}
 */
export function tellRun(run) {
  return [
    ...section('Scenario', inWords(run.scenario)),
    ...section('Requests', run.trace.map(exchangeLine)),
    ...section('Records in the ledger', run.records),
    ...run.played.flatMap((played) => section(headOf(played), logTail(played.result))),
    ...section('Orders at the end', [
      ...run.ours.map((order) => `ours: ${orderLine(order)}`),
      ...(run.sibling === null ? [] : [`the other job's: ${orderLine(run.sibling)}`]),
    ]),
  ];
}

/**
 * @param {string} title
 * @param {readonly string[]} lines
 */
function section(title, lines) {
  return [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

/** @param {import('./gateway.mjs').Exchange} exchange */
function exchangeLine({ n, at, from, method, path, key, body, answer, fate }) {
  const what = [method, path, body, key === null ? '' : `key ${key.slice(0, 8)}`];
  const end = fate === 'delivered' ? String(answer) : `${String(answer ?? 'nothing')}, lost`;
  return `${n}. ${at.toFixed(2)} s ${from}: ${what.filter((part) => part !== '').join(' ')} -> ${end}`;
}

/** @param {import('./play.mjs').Played} played */
function headOf({ name, began, ended, struck, result }) {
  const stopped =
    struck === null ? '' : `, stopped by ${struck.by} (${struck.on}) at ${struck.at.toFixed(2)} s`;
  return `Log of ${name}, ${began.toFixed(2)} to ${ended.toFixed(2)} s${stopped}, exit code ${String(result.code)}`;
}

/** @param {import('../support/runner.mjs').StepResult} result */
function logTail({ stdout, stderr }) {
  return `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line !== '' && !/^::(?:add-mask|debug)::/.test(line))
    .slice(-TAIL);
}

/** @param {import('./play.mjs').Order} order */
function orderLine({ id, order_id: ref, state, charged, refunded }) {
  return `${id} (${ref}) ${state}, charged ${charged}, refunded ${refunded} IDR`;
}
