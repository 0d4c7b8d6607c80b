import { plainText } from './plain-text.ts';

/** Marks of the sender before the digits, which its form shows already: `G-123456`, `FB-12345`. */
const SENDER_MARK = /^(?:[A-Za-z]|FB)-(?=\d{4,8}$)/;

const GROUPS_OF_DIGITS = /^\d+(?:[ .-]\d+)+$/;

/**
 * A code as a person would type it: `G-123456`, `123-456`, `12 34 56` and `١٢٣٤٥٦` are `123456`.
 * Leading zeros stay, and so does every code with letters (`A7K9QX`, `XK4-9TZ`).
 */
export function typedCode(shown: string): string {
  const code = plainText(shown).trim().replace(SENDER_MARK, '');
  return GROUPS_OF_DIGITS.test(code) ? code.replace(/\D/g, '') : code;
}

/** Whether a message shows this code, however either is written. */
export function showsCode(message: string, code: string): boolean {
  return squeezed(message).includes(squeezed(typedCode(code)));
}

function squeezed(text: string): string {
  return plainText(text)
    .toUpperCase()
    .replace(/[\s.-]/g, '');
}
