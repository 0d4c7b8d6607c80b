import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readInputs } from '../../src/action/inputs/inputs.ts';
import { MODES, type InputName, type Inputs } from '../../src/action/inputs/input-list.ts';
import { ENOUGH, read } from '../support/inputs.ts';

const { inputs: declared } = parse(
  readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'),
) as { inputs: Record<string, { default?: string }> };

/** Read by post itself. */
const elsewhere = ['job-status'];
const names = Object.keys(declared).filter((name) => !elsewhere.includes(name)) as InputName[];

/** What the runner hands over for an input that is not set; a job without a matrix has one job. */
function standing(name: InputName): string {
  return (declared[name]?.default ?? '')
    .replace('${{ strategy.job-total }}', '1')
    .replace('${{ github.token }}', '');
}

const comparable = (inputs: Inputs): unknown => ({ ...inputs, 'api-url': inputs['api-url'].href });

test('every input of action.yml is known to the code, and no other', () => {
  const known = Object.keys(read({}).inputs);
  expect(known.toSorted()).toEqual(names.toSorted());
});

test.each(names)('the default of "%s" in the code is that of action.yml', (name) => {
  const { inputs } = read({ [name]: standing(name) || (ENOUGH as Record<string, string>)[name] });
  expect(comparable(inputs)).toEqual(comparable(read({}).inputs));
});

test.each(MODES.filter((mode) => !['sweep', 'report', 'sandbox'].includes(mode)))(
  'a step "%s" that sets only what it needs is told of no unused input',
  (mode) => {
    const needed: Record<string, string> =
      mode === 'acquire'
        ? { ...ENOUGH, mode }
        : mode === 'verify'
          ? { ...ENOUGH, mode, run: 'npm test' }
          : { token: 'tok_abc', mode };
    const { unused } = readInputs((name) => needed[name] ?? standing(name));
    expect(unused).toEqual([]);
  },
);
