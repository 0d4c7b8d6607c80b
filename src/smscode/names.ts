import leven from 'leven';
import { Failure } from '../domain/failure.ts';

/** `United States` to `united-states`: the form in which countries and platforms are compared. */
export function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/** English name of an ISO 3166-1 alpha-2 code, or null for what is none. */
export function regionName(code: string): string | null {
  if (!/^[a-z]{2}$/i.test(code)) return null;
  const name = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(
    code.toUpperCase(),
  );
  return name ?? null;
}

/** The entry that a person meant: by name, slug or code, in any case. */
export function findNamed<T>(
  entries: readonly T[],
  wish: string,
  namesOf: (entry: T) => readonly string[],
): T | undefined {
  const wanted = slug(wish);
  return entries.find((entry) => namesOf(entry).some((name) => slug(name) === wanted));
}

/** The same for a country, whose ISO code the catalog may leave out. */
export function findCountry<T extends { name: string; code: string | null }>(
  countries: readonly T[],
  wish: string,
): T | undefined {
  const namesOf = ({ name, code }: T): string[] => (code === null ? [name] : [code, name]);
  const found = findNamed(countries, wish, namesOf);
  if (found !== undefined) return found;
  const region = regionName(wish);
  return region === null ? undefined : findNamed(countries, region, namesOf);
}

/** At most three known names, the most alike first. */
function nearest(wish: string, known: readonly string[]): string[] {
  const wanted = slug(wish);
  return known
    .map((name) => ({ name, distance: leven(wanted, slug(name)) }))
    .toSorted((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

export function unknownName(
  what: 'country' | 'platform',
  wish: string,
  known: readonly string[],
): Failure {
  const names = nearest(wish, known).map((name) => `"${name}"`);
  return new Failure(
    'invalid-input',
    `The catalog does not know the ${what} "${wish}". Nearest known: ${names.join(', ')}. Correct the input "${what}".`,
  );
}
