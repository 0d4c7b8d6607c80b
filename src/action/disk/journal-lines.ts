import * as z from 'zod/mini';
import type { JournalEvent } from '../../domain/journal.ts';

/** Version of the journal's lines; a reader refuses what is newer instead of guessing. */
const VERSION = 1;

const number = z.nullable(z.number());

/** Epoch milliseconds that a calendar has (ECMA-262 ends at 8.64e15 around 1970). */
const time = z.number().check(z.gte(-8.64e15), z.lte(8.64e15));

/** A lease as it is written down; without its number in the state. */
export const leaseShape = z.object({
  orderId: z.string(),
  phoneNumber: z.optional(z.string()),
  country: z.string(),
  countryCode: z.string(),
  platform: z.string(),
  price: number,
  currency: z.literal('IDR'),
  status: z.enum(['waiting', 'otp-received', 'completed', 'cancelled', 'expired']),
  expiresAt: z.nullable(time),
  rentedAt: z.nullable(time),
});

const event = z.union([
  z.object({
    type: z.literal('intent'),
    intent: z.object({
      key: z.string(),
      path: z.string(),
      body: z.string(),
      dialect: z.enum(['guide', 'openapi']),
      at: time,
      country: z.string(),
      countryCode: z.string(),
      platform: z.string(),
      price: number,
      balance: number,
    }),
  }),
  z.object({ type: z.literal('rented'), key: z.string(), lease: leaseShape }),
  z.object({ type: z.literal('refused'), key: z.string(), why: z.string() }),
  z.object({ type: z.literal('adopted'), lease: leaseShape }),
  z.object({ type: z.literal('handed-over'), orderId: z.string() }),
  z.object({
    type: z.literal('closed'),
    orderId: z.string(),
    how: z.enum(['cancelled', 'finished', 'already-closed', 'paid']),
    at: time,
  }),
  z.object({ type: z.literal('ended') }),
]);

const versioned = z.object({ v: z.number() });

export type ReadLine =
  | { kind: 'event'; event: JournalEvent }
  /** Cut off by a kill, or not ours. */
  | { kind: 'unreadable' }
  | { kind: 'newer'; version: number };

export function writeLine(line: JournalEvent): string {
  return JSON.stringify({ v: VERSION, ...line });
}

/** The line without the phone number: state files are readable by every later step of the job. */
export function writeStateLine(line: JournalEvent): string {
  return 'lease' in line
    ? JSON.stringify({ v: VERSION, ...line, lease: { ...line.lease, phoneNumber: undefined } })
    : writeLine(line);
}

export function readLine(text: string): ReadLine {
  const json = parseJson(text);
  const version = versioned.safeParse(json);
  if (!version.success) return { kind: 'unreadable' };
  if (version.data.v > VERSION) return { kind: 'newer', version: version.data.v };
  const parsed = event.safeParse(json);
  if (!parsed.success) return { kind: 'unreadable' };
  const read = parsed.data;
  return 'lease' in read
    ? {
        kind: 'event',
        event: { ...read, lease: { ...read.lease, phoneNumber: read.lease.phoneNumber ?? '' } },
      }
    : { kind: 'event', event: read };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
