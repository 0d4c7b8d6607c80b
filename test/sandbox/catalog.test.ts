import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { buildCatalog } from '../../src/sandbox/catalog/build-catalog.ts';
import { COUNTRIES } from '../../src/sandbox/catalog/countries.ts';
import { drawPhoneNumber } from '../../src/sandbox/catalog/phone-number.ts';
import { chance } from '../../src/sandbox/chance.ts';

const catalog = buildCatalog({}, 'tests');
const codes = COUNTRIES.map((country) => country.code);

describe('the default catalog', () => {
  test.each(codes)('rents numbers of %s that a validator takes for mobile numbers', (code) => {
    const country = catalog.countries.find((candidate) => candidate.code === code);
    const draw = chance('tests', 'numbers');
    const types = new Set<unknown>();
    for (let drawn = 0; drawn < 300; drawn += 1) {
      const written = country && drawPhoneNumber(country, () => false, draw);
      const parsed = parsePhoneNumberFromString(written ?? '');
      expect.soft([written, parsed?.isValid(), parsed?.country]).toEqual([written, true, code]);
      types.add(parsed?.getType());
    }
    // Where mobile and landline numbers share one plan, no validator can tell them apart.
    expect([['MOBILE'], ['FIXED_LINE_OR_MOBILE']]).toContainEqual([...types]);
  });

  test.each(codes)('gives %s the calling code of its numbers', (code) => {
    const country = catalog.countries.find((candidate) => candidate.code === code);
    const written = country && drawPhoneNumber(country, () => false, chance(1, 'numbers'));
    expect(parsePhoneNumberFromString(written ?? '')?.countryCallingCode).toBe(country?.dialCode);
  });

  test('never rents a number twice', () => {
    const [country] = catalog.countries;
    const taken = new Set<string>();
    const draw = chance('tests', 'numbers');
    for (let drawn = 0; drawn < 2000; drawn += 1) {
      const written = country && drawPhoneNumber(country, (number) => taken.has(number), draw);
      expect.soft(taken.has(written ?? '')).toBe(false);
      taken.add(written ?? '');
    }
    expect(taken.size).toBe(2000);
  });

  test('gives up rather than draw for ever when the ranges are used up', () => {
    const [country] = catalog.countries;
    expect(country && drawPhoneNumber(country, () => true, chance(1, 'numbers'))).toBeUndefined();
  });

  test('is the same for the same seed', () => {
    expect(buildCatalog({}, 'tests')).toEqual(catalog);
    expect(buildCatalog({}, 'other')).not.toEqual(catalog);
  });

  test('gives no two products the same id', () => {
    const ids = catalog.products.map((product) => product.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('offers several services in every country', () => {
    for (const country of catalog.countries) {
      const services = catalog.products
        .filter((product) => product.countryId === country.id)
        .map((product) => product.serviceId);
      expect.soft(new Set(services).size).toBeGreaterThanOrEqual(3);
    }
    expect(catalog.services.map((service) => service.code)).toContain('telegram');
  });
});
