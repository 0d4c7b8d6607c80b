import { readShell, unknownShell } from '../shell/shell-words.ts';
import { openapiOnly } from './openapi-only.ts';
import { TOKEN_MUST, type InputName, type Inputs, type Mode } from './input-list.ts';
import { isUsed } from './inputs-by-mode.ts';

/** Modes of the contract that this version cannot do yet. */
const COMING_MODES: readonly Mode[] = ['report', 'sandbox'];

/** Inputs of the contract that this version cannot follow yet, and their value that asks nothing. */
const COMING_INPUTS = {
  records: '',
} as const satisfies Partial<Record<InputName, string>>;

/**
 * What each value may be, but not all of them together, or not yet.
 *
 * @param wrong names of inputs that are complained of already
 */
export function contradictions(
  inputs: Inputs,
  texts: Record<InputName, string>,
  wrong: ReadonlySet<string>,
): string[] {
  const { mode } = inputs;
  if (COMING_MODES.includes(mode)) {
    return [
      `"mode" is "${mode}", which this version cannot do yet; it can do "acquire", "wait", "release", "verify", "check" and "sweep"`,
    ];
  }
  const problems: string[] = [];
  if (inputs.token === '' && !wrong.has('token')) problems.push(`"token" ${TOKEN_MUST}`);
  if (wrong.has('mode')) return problems;
  for (const [name, quiet] of Object.entries(COMING_INPUTS) as [InputName, string][]) {
    const asked = texts[name] !== '' && texts[name].toLowerCase() !== quiet;
    if (asked && !wrong.has(name) && isUsed(name, mode))
      problems.push(`"${name}" is not available yet in this version; leave it out`);
  }
  problems.push(...webhookProblems(inputs, wrong));
  const rents = mode === 'acquire' || mode === 'verify';
  if (rents && !wrong.has('product-id')) problems.push(...targetProblems(inputs));
  if (mode === 'verify' && inputs.run === '') {
    problems.push('"run" must be the command to run against the number, as in "npm run e2e"');
  }
  if (mode === 'verify' && readShell(inputs.shell) === null) {
    problems.push(unknownShell(inputs.shell));
  }
  if (mode === 'sweep') problems.push(...sweepProblems(inputs, wrong));
  if (mode === 'acquire' && inputs['wait-in-post'] && !inputs['auto-release']) {
    problems.push(
      '"wait-in-post" waits in this job for what "auto-release: false" leaves to another one; leave one of them out',
    );
  }
  if (inputs['api-dialect'] === 'guide') {
    problems.push(
      ...openapiOnly(inputs).map((name) => `${name} needs a server of the openapi dialect`),
    );
  }
  return problems;
}

function webhookProblems(inputs: Inputs, wrong: ReadonlySet<string>): string[] {
  const isAlone =
    isUsed('webhook-secret', inputs.mode) &&
    inputs['webhook-secret'] !== '' &&
    inputs['webhook-listen'] === null &&
    !wrong.has('webhook-listen');
  return isAlone
    ? [
        '"webhook-secret" verifies what arrives at "webhook-listen"; set that too, or leave it out (what comes through a relay cannot be verified)',
      ]
    : [];
}

function sweepProblems(inputs: Inputs, wrong: ReadonlySet<string>): string[] {
  if (wrong.has('scope')) return [];
  switch (inputs.scope) {
    case 'ledger':
      return inputs['github-token'] === ''
        ? [
            '"github-token" must be a GitHub token that may read the runs; leave it out for the run\'s own',
          ]
        : [];
    case 'token':
      return inputs['api-dialect'] === 'guide'
        ? ['"scope" may be "token" only on a server of the openapi dialect, which lists orders']
        : [];
  }
}

function targetProblems(inputs: Inputs): string[] {
  if (inputs['product-id'] !== '') {
    return inputs['max-price'] === null
      ? []
      : ['"product-id" and "max-price" exclude each other: a product has its price'];
  }
  return [
    ...(inputs.platform === ''
      ? ['"platform" must name the service, as in "whatsapp" (or set "product-id")']
      : []),
    ...(inputs.country.length === 0
      ? ['"country" must name at least one country, as in "indonesia" (or set "product-id")']
      : []),
  ];
}
