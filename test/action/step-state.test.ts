import { expect, test } from 'vitest';
import { readStepState, writeStepState } from '../../src/action/disk/step-state.ts';
import { stepState } from '../support/step-states.ts';

test.each([
  ['with a sealed token', stepState('step.ndjson')],
  ['without one', stepState('step.ndjson', { seal: null })],
  ['of a wait', stepState('step.ndjson', { mode: 'wait', dialect: 'guide' })],
  ['of a check', stepState('step.ndjson', { mode: 'check', dialect: 'openapi' })],
])('what main decided is read as it was written, %s', (_, state) => {
  expect(readStepState(writeStepState(state))).toEqual({ kind: 'read', state });
});

test('no state is told from one that is not understood: main did not come so far', () => {
  expect(readStepState('')).toEqual({ kind: 'none' });
});

test.each([
  ['no JSON', 'nonsense', null],
  ['of another shape', '{"mode":"acquire"}', null],
  ['of an older version', JSON.stringify({ ...stepState('x'), v: 1 }), 1],
  ['of a newer version', JSON.stringify({ ...stepState('x'), v: 3 }), 3],
  ['of a mode that has no post', JSON.stringify({ v: 2, ...stepState('x'), mode: 'report' }), 2],
])('not guessed at: %s', (_, text, version) => {
  expect(readStepState(text)).toEqual({ kind: 'foreign', version });
});
