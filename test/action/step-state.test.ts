import { expect, test } from 'vitest';
import { readStepState, writeStepState } from '../../src/action/disk/step-state.ts';
import { stepState } from '../support/step-states.ts';

test.each([
  ['with a sealed token', stepState('step.ndjson')],
  ['without one', stepState('step.ndjson', { seal: null })],
  ['of a wait', stepState('step.ndjson', { mode: 'wait', dialect: 'guide' })],
  ['of a check', stepState('step.ndjson', { mode: 'check', dialect: 'openapi' })],
])('what main decided is read as it was written, %s', (_, state) => {
  expect(readStepState(writeStepState(state))).toEqual(state);
});

test.each([
  ['nothing, where main did not come so far', ''],
  ['no JSON', 'nonsense'],
  ['of another shape', '{"mode":"acquire"}'],
  ['of a mode that has no post', JSON.stringify({ ...stepState('x'), mode: 'report' })],
])('no state: %s', (_, text) => {
  expect(readStepState(text)).toBeNull();
});
