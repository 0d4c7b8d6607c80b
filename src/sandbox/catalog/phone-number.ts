import type { Chance } from '../chance.ts';
import type { Country } from './catalog.ts';

/**
 * Draws an E.164 number of the country's mobile ranges that is not `taken`.
 * `undefined` when a hundred draws found none: the ranges are as good as used up.
 */
export function drawPhoneNumber(
  country: Country,
  taken: (phoneNumber: string) => boolean,
  draw: Chance,
): string | undefined {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const range = country.ranges[draw.between(0, country.ranges.length - 1)] ?? '';
    const phoneNumber = `+${country.dialCode}${range.replaceAll('#', () => draw.digits(1))}`;
    if (!taken(phoneNumber)) return phoneNumber;
  }
  return undefined;
}

/** The same number however it is written: with or without plus, blanks, dashes, `whatsapp:`. */
export function digitsOf(phoneNumber: string): string {
  return phoneNumber.replaceAll(/\D/g, '');
}
