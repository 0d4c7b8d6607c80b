import { createParser } from 'eventsource-parser';
import type { OpenedStream, OpenStream } from './event-stream.ts';
import { mayFollow } from './relay-url.ts';

/** How one connection to a relay ended; `why` is half a sentence. */
export type Reading =
  /** A stream stood, and is over: all of them are one day. */
  | { kind: 'ended' }
  /** May be better next time. */
  | { kind: 'broken'; why: string }
  /** What comes from there is no such stream, or nobody is wanted there: asking again is of no use. */
  | { kind: 'refused'; why: string };

export interface RelayEvents {
  onOpen: () => void;
  onData: (data: string) => void;
  onId: (id: string) => void;
  onRetry: (ms: number) => void;
}

/** In characters. A webhook has about a thousand. */
const LARGEST_EVENT = 1024 * 1024;

const MOST_REDIRECTS = 3;

/** Reads one connection to its end. Never rejects. */
export async function readRelay(
  url: URL,
  lastEventId: string,
  on: RelayEvents,
  open: OpenStream,
  signal: AbortSignal,
): Promise<Reading> {
  let stream: OpenedStream | null = null;
  try {
    stream = await openAt(url, lastEventId, open, signal);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: 'broken', why: code ?? message };
  }
  try {
    const unfit = judge(stream);
    if (unfit !== null) return unfit;
    on.onOpen();
    return await readEvents(stream.body, on);
  } catch {
    return { kind: 'ended' };
  } finally {
    stream.close();
  }
}

async function openAt(
  url: URL,
  lastEventId: string,
  open: OpenStream,
  signal: AbortSignal,
): Promise<OpenedStream> {
  const headers = {
    // To the letter: smee.io shows its page to whoever accepts anything beside.
    accept: 'text/event-stream',
    'cache-control': 'no-store',
    ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
  };
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    const stream = await open(at, headers, signal);
    const next = redirects < MOST_REDIRECTS ? redirectOf(stream, at) : null;
    if (next === null) return stream;
    stream.close();
    at = next;
  }
}

/** @returns null where it redirects nowhere, or to where this step does not go */
function redirectOf({ status, headers: { location } }: OpenedStream, from: URL): URL | null {
  if (status < 301 || status > 308 || location === undefined) return null;
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  return to !== null && mayFollow(from, to) ? to : null;
}

/** @returns null for a stream of events */
function judge({ status, headers }: OpenedStream): Reading | null {
  const answered = `it answered ${String(status)}`;
  if (status === 204) return { kind: 'refused', why: `${answered}, which asks to stay away` };
  if (status === 408 || status === 429 || status >= 500) return { kind: 'broken', why: answered };
  if (status !== 200) return { kind: 'refused', why: answered };
  const isStream = /^text\/event-stream\s*(;|$)/i.test(headers['content-type'] ?? '');
  return isStream ? null : { kind: 'refused', why: 'what it answers is no stream of events' };
}

async function readEvents(body: AsyncIterable<Uint8Array>, on: RelayEvents): Promise<Reading> {
  const parsed = { isTooLarge: false };
  const parser = createParser({
    maxBufferSize: LARGEST_EVENT,
    onEvent: ({ id, data }) => {
      if (id !== undefined) on.onId(id);
      on.onData(data);
    },
    onRetry: on.onRetry,
    onError: ({ type }) => {
      parsed.isTooLarge ||= type === 'max-buffer-size-exceeded';
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (parsed.isTooLarge) return { kind: 'broken', why: 'it sent an event of more than 1 MB' };
  }
  return { kind: 'ended' };
}
