import { Failure } from '../../src/domain/failure.ts';
import { readInputs, type ReadInputs } from '../../src/action/inputs/inputs.ts';
import type { InputName } from '../../src/action/inputs/input-list.ts';

/** The texts of a step that would run as it is. */
export const ENOUGH = { token: 'tok_abc', platform: 'whatsapp', country: 'indonesia' };

type Texts = Partial<Record<InputName, string>>;

/** Reads these inputs beside the few that every step needs. */
export function read(texts: Texts): ReadInputs {
  const all: Texts = { ...ENOUGH, ...texts };
  return readInputs((name) => all[name] ?? '');
}

/** What reading these inputs is refused with; empty if it is not. */
export function complaint(texts: Texts): string {
  try {
    read(texts);
    return '';
  } catch (error) {
    if (error instanceof Failure && error.kind === 'invalid-input') return error.message;
    throw error;
  }
}
