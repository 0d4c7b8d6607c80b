import { regionName, slug } from '../../smscode/names.ts';

export interface PhoneFacts {
  /** ISO 3166-1 alpha-2, empty where the number does not tell. */
  countryCode: string;
  /** Digits without the plus sign. */
  callingCode: string;
  nationalNumber: string;
}

export type PhoneBook = (e164: string) => PhoneFacts;

const NOTHING: PhoneFacts = { countryCode: '', callingCode: '', nationalNumber: '' };

/** Loads the numbering plans. They are large, so this is begun while the first request is away. */
export async function openPhoneBook(): Promise<PhoneBook> {
  const { default: parsePhoneNumber } = await import('libphonenumber-js/min');
  return (e164) => {
    const parsed = e164 === '' ? undefined : parsePhoneNumber(e164);
    if (parsed === undefined) return NOTHING;
    return {
      countryCode: parsed.country ?? '',
      callingCode: parsed.countryCallingCode,
      nationalNumber: parsed.nationalNumber,
    };
  };
}

/** Slug of a country's English name. Region names cost 8 MiB, so only who lacks a name asks. */
export function countryOf(countryCode: string): string {
  return slug(regionName(countryCode) ?? '');
}
