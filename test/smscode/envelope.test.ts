import { describe, expect, test } from 'vitest';
import { readEnvelope } from '../../src/smscode/envelope.ts';

describe('an envelope', () => {
  const read = (status: number, body: unknown) =>
    readEnvelope({ status, headers: {}, body: JSON.stringify(body) });

  test('of success keeps data and meta, and lets extra keys pass', () => {
    const body = { status: 200, success: true, data: [1], meta: { count: 1 }, trace: 'x' };
    expect(read(200, body)).toEqual({ success: true, data: [1], meta: { count: 1 } });
  });

  test('of success under an error status is none: nobody can build on it', () => {
    expect(read(500, { success: true, data: 1 })).toBeNull();
    expect(read(300, { success: true, data: 1 })).toBeNull();
  });

  test('of success may have any status of success', () => {
    expect(read(201, { success: true, data: 1 })).toMatchObject({ success: true });
    expect(read(299, { success: true, data: 1 })).toMatchObject({ success: true });
  });

  test('of failure says its code in upper case, and keeps the details', () => {
    const error = { code: 'not_found', message: 'No', details: { id: 1 }, hint: 'x' };
    expect(read(404, { success: false, error })).toEqual({
      success: false,
      code: 'NOT_FOUND',
      message: 'No',
      details: { id: 1 },
    });
  });

  test.each([
    ['no message', { code: 'X' }, 'X', ''],
    ['a message that is null', { code: 'X', message: null }, 'X', ''],
    ['a message of another type', { code: 'X', message: 7 }, 'X', ''],
    ['no code', { message: 'No' }, '', 'No'],
    ['a code of another type', { code: 7, message: 'No' }, '', 'No'],
    ['a text for an error', 'No', '', 'No'],
    ['null for an error', null, '', ''],
    ['no error at all', undefined, '', ''],
  ])('of failure is one with %s', (_, error, code, message) => {
    expect(read(400, { success: false, error })).toMatchObject({ success: false, code, message });
  });

  test('of failure is one under 200 as well', () => {
    expect(read(200, { success: false, error: { code: 'X' } })).toMatchObject({ code: 'X' });
  });
});
