import { expect, test } from 'vitest';
import { countryOf, openPhoneBook } from '../../src/action/report/phone-number.ts';

const phoneBook = await openPhoneBook();

test.each([
  ['+628123456789', 'ID', '62', '8123456789'],
  ['+4915112345678', 'DE', '49', '15112345678'],
  ['+12125550123', 'US', '1', '2125550123'],
  ['+14165550123', 'CA', '1', '4165550123'],
])('%s tells country, calling code and national number', (e164, countryCode, calling, national) => {
  expect(phoneBook(e164)).toEqual({
    countryCode,
    callingCode: calling,
    nationalNumber: national,
  });
});

test('a calling code that several countries share names none', () => {
  expect(phoneBook('+881612345678').countryCode).toBe('');
});

test.each(['', 'none', '+0'])('"%s" tells nothing', (text) => {
  expect(phoneBook(text)).toEqual({ countryCode: '', callingCode: '', nationalNumber: '' });
});

test.each([
  ['ID', 'indonesia'],
  ['US', 'united-states'],
  ['CI', 'cote-d-ivoire'],
  ['', ''],
])('the slug of "%s" is "%s"', (code, slug) => {
  expect(countryOf(code)).toBe(slug);
});
