import { describe, expect, test } from 'vitest';
import { readPurchase } from '../../src/smscode/purchase-reply.ts';
import * as z from 'zod/mini';
import { ok } from '../support/answers.ts';
import { call, KEYED, KEYLESS } from '../support/callers.ts';
import { ABORTED, CUT, TIMED_OUT, UNREACHABLE } from '../support/scripted-http.ts';

const never = Array.from({ length: 4 }, () => UNREACHABLE);

describe.each([
  ['with a key', KEYED, false],
  ['without a key', KEYLESS, true],
])('a purchase %s', (_, endpoint, strict) => {
  const outcome = async (...script: Parameters<typeof call>[1]) => {
    const { result } = await call(endpoint, script);
    return readPurchase(result, z.array(z.any()), strict);
  };

  test('that never left was not made', async () => {
    expect(await outcome(...never)).toMatchObject({
      outcome: 'refused',
      failure: { kind: 'network' },
    });
  });

  test.each([
    ['cut', CUT, 'cut', 'network'],
    ['timed out', TIMED_OUT, 'unclear', 'network'],
    ['stopped meanwhile', ABORTED, 'unclear', 'interrupted'],
  ] as const)('that left and was %s may have been made', async (_name, fault, how, kind) => {
    expect(await outcome(fault)).toMatchObject({ outcome: 'lost', how, failure: { kind } });
  });
});

test('a defect of the reader is not taken for an answer', async () => {
  const { result } = await call(KEYED, [ok({})]);
  const broken = z.pipe(
    z.unknown(),
    z.transform(() => {
      throw new TypeError('defect');
    }),
  );
  expect(() => readPurchase(result, broken, false)).toThrow(TypeError);
});
