const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/**
 * A duration: `90`, `90s`, `2m`, `1h`, `500ms`. A number alone means seconds.
 *
 * @returns milliseconds, or null if it is no such text
 */
export function readDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/i.exec(text);
  if (match === null) return null;
  const unit = (match[2] ?? 's').toLowerCase() as keyof typeof UNIT_MS;
  return Math.round(Number(match[1]) * UNIT_MS[unit]);
}
