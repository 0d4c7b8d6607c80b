import { readCode } from '../../../src/domain/otp/read-code.ts';
import { corpusOf, type Example, isHeldBack } from './corpus.ts';

/** How the extractor does on some messages. */
export interface Measured {
  messages: number;
  withCode: number;
  /** Messages whose code was found. */
  found: number;
  /** Messages of which something else was taken for the code. */
  wrong: Example[];
  /** Messages of whose code nothing was found. */
  missed: Example[];
}

/** The tuned messages, the fifth held back from tuning, and the second set, written after tuning. */
export function parts(): Record<'tuned' | 'held back' | 'fresh', Example[]> {
  const corpus = corpusOf('corpus');
  return {
    tuned: corpus.filter((example) => !isHeldBack(example)),
    'held back': corpus.filter(isHeldBack),
    fresh: corpusOf('corpus-fresh'),
  };
}

export function codeIn({ text, phone }: Pick<Example, 'text' | 'phone'>): string | null {
  const sms = { code: null, message: text, revision: 1 };
  const reading = readCode(sms, { pattern: null, expectDomain: null }, phone);
  return reading.kind === 'code' ? reading.code : null;
}

export function measure(examples: readonly Example[]): Measured {
  const read = examples.map((example) => ({ example, got: codeIn(example) }));
  return {
    messages: examples.length,
    withCode: examples.filter(({ code }) => code !== null).length,
    found: read.filter(({ example, got }) => got !== null && got === example.code).length,
    wrong: read
      .filter(({ example, got }) => got !== null && got !== example.code)
      .map(({ example }) => example),
    missed: read
      .filter(({ example, got }) => got === null && example.code !== null)
      .map(({ example }) => example),
  };
}

/** Of the codes that were given, the share that is right; 1 where none was given. */
export function precision({ found, wrong }: Measured): number {
  return found + wrong.length === 0 ? 1 : found / (found + wrong.length);
}

/** Of the codes that are there, the share that was found. */
export function recall({ found, withCode }: Measured): number {
  return withCode === 0 ? 1 : found / withCode;
}
