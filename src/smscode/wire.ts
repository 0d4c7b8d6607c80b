import * as z from 'zod/mini';

/**
 * Shapes that the provider's answers share, tolerant as its published fixtures demand: ids as number
 * or text, keys that are missing or null alike, money as number or text.
 */
export const id = z.pipe(
  // Dots alone are no name in a path but a way through it.
  z.union([z.string().check(z.regex(/[^.]/)), z.number()]),
  z.transform((value: string | number) => String(value)),
);

export const maybeId = orNull(id);
export const maybeText = orNull(z.string());
export const maybeFlag = orNull(z.boolean());

/** Whole IDR. */
export const money = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^-?\d+(\.\d+)?$/))]),
  z.transform((value: number | string) => Math.round(Number(value))),
);

export const maybeMoney = orNull(money);

export const maybeCount = orNull(
  z.pipe(
    z.union([z.number(), z.string().check(z.regex(/^\d+$/))]),
    z.transform((value: number | string) => Number(value)),
  ),
);

/** RFC 3339 text, or epoch seconds, to epoch milliseconds; null for what is neither. */
export const maybeTime = z.pipe(
  orNull(z.union([z.string(), z.number()])),
  z.transform((value: string | number | null) => {
    if (value === null) return null;
    return asDate(
      typeof value === 'string' ? Date.parse(value) : value < 1e12 ? value * 1_000 : value,
    );
  }),
);

/** Null for what no calendar has (ECMA-262 limits a time to 8.64e15 ms around 1970). */
function asDate(time: number): number | null {
  return Math.abs(time) <= 8.64e15 ? time : null;
}

/** A phone number with or without its plus sign, to E.164. */
export const maybePhone = z.pipe(
  orNull(z.union([z.string(), z.number()])),
  z.transform((value: string | number | null) => {
    const digits = value === null ? '' : String(value).replace(/\D/g, '');
    return digits === '' ? null : `+${digits}`;
  }),
);

/** Absent means null, everywhere; so does an optional key of a type that nobody documented. */
export function orNull<T extends z.ZodMiniType>(
  shape: T,
): z.ZodMiniType<z.output<T> | null, z.input<T> | null | undefined> {
  return z.pipe(
    z.catch(z.optional(z.nullable(shape)), null),
    z.transform((value: z.output<T> | null | undefined) => value ?? null),
  );
}

/** The documents show numbers for product ids; what is no whole number is sent as it is. */
export function numberIfWhole(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : text;
}
