import { Failure } from '../../domain/failure.ts';
import { INPUT_NAMES, inputsShape, type InputName, type Inputs } from './input-list.ts';
import { unusedInputs } from './inputs-by-mode.ts';
import { contradictions } from './inputs-together.ts';

export interface ReadInputs {
  inputs: Inputs;
  /** Names of inputs that were set and that the mode does not use. */
  unused: InputName[];
}

/**
 * Reads and judges every input before anything is sent. Everything that is wrong is named in one
 * `invalid-input`, because each further run costs the reader minutes.
 *
 * @param raw the text of an input, empty where it was not given
 */
export function readInputs(raw: (name: InputName) => string): ReadInputs {
  const texts = Object.fromEntries(INPUT_NAMES.map((name) => [name, raw(name)])) as Record<
    InputName,
    string
  >;
  const parsed = inputsShape.safeParse(texts);
  const issues = parsed.success ? [] : parsed.error.issues;
  const wrong = new Set(issues.map((issue) => String(issue.path[0])));
  // What is wrong counts as not given, so that the rest is judged in the same run.
  const rest = Object.fromEntries([...wrong].map((name) => [name, '']));
  const inputs = parsed.success ? parsed.data : inputsShape.parse({ ...texts, ...rest });
  const problems = [
    ...issues.map((issue) => {
      const name = String(issue.path[0]);
      return `"${name}" ${issue.message}${given(name, texts)}`;
    }),
    ...contradictions(inputs, texts, wrong),
  ];
  if (problems.length > 0) {
    throw new Failure('invalid-input', `${problems.join('; ')}. Nothing was sent or bought.`);
  }
  return { inputs, unused: unusedInputs(inputs) };
}

/** Named, never repeated: an address may hold a password or a key. */
const SECRET = ['token', 'github-token', 'webhook-secret', 'webhook-relay', 'api-url'];

function given(name: string, texts: Record<string, string>): string {
  return SECRET.includes(name) ? '' : ` (it is "${texts[name] ?? ''}")`;
}
