/**
 * The provider's own, simple idea of which digits are the code: the first run of four to eight
 * digits that stands alone, `123-456` read as one. How the real one does it is not documented;
 * that it can fail (`otp_code` null) is.
 */
export function findCode(text: string): string | null {
  const match = /(?<![\d+])(?:\d{3}[- ]\d{3}|\d{4,8})(?!\d)/.exec(text);
  return match === null ? null : match[0].replaceAll(/\D/g, '');
}
