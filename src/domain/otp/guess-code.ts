import { LONGEST_MESSAGE, plainText } from './plain-text.ts';
import { typedCode } from './typed-code.ts';

const INTRODUCED =
  /(?:code|otp|pin|passcode|kode|código|codice|код)\W{0,3}(?:is|ist|est|es|adalah|è)?\W{0,3}((?:[A-Z]-)?\d{3}[ -]?\d{3}|\d{4,8})(?![\d\p{L}]|[.,]\d)/iu;

/** The code that a message shows, as a person would type it; null where there is any doubt. */
export function guessCode(message: string, phoneNumber: string | null): string | null {
  const found = INTRODUCED.exec(plainText(message.slice(0, LONGEST_MESSAGE)))?.[1];
  if (found === undefined) return null;
  const code = typedCode(found);
  return phoneNumber?.includes(code) === true ? null : code;
}
