import { Failure } from '../../domain/failure.ts';
import type { Dialect } from '../../domain/order.ts';
import type { InputName, Inputs } from './input-list.ts';
import { isUsed } from './inputs-by-mode.ts';

/**
 * Names of what is asked for and only the openapi dialect can do, as in `"after"`. The guide dialect
 * gives one code an order and shows neither text nor revision of an SMS.
 */
export function openapiOnly(inputs: Inputs): string[] {
  const asked: [InputName, string, boolean][] = [
    ['policy', '"policy: best-success"', inputs.policy === 'best-success'],
    ['after', '"after"', inputs.after !== null],
    ['resend-after', '"resend-after"', inputs['resend-after'] !== null],
    ['otp-pattern', '"otp-pattern"', inputs['otp-pattern'] !== ''],
    ['expect-domain', '"expect-domain"', inputs['expect-domain'] !== ''],
  ];
  return asked.flatMap(([name, words, isAsked]) =>
    isAsked && isUsed(name, inputs.mode) ? [words] : [],
  );
}

/** Refuses what the server cannot do, once its dialect is known and before anything is bought. */
export function refuseOnGuide(inputs: Inputs, dialect: Dialect): void {
  const asked = openapiOnly(inputs);
  if (dialect !== 'guide' || asked.length === 0) return;
  throw new Failure(
    'invalid-input',
    `The server speaks the guide dialect, which has no ${asked.join(', ')}: it gives one code an order, without the text of the SMS. Nothing was bought. Leave it out, or use a server of the openapi dialect.`,
  );
}
