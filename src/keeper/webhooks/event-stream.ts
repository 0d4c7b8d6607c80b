import http, { type Agent, type IncomingMessage } from 'node:http';
import https from 'node:https';

/** The head of an answer, and its body as it comes in. */
export interface OpenedStream {
  status: number;
  /** Names in lower case, as node gives them. */
  headers: IncomingMessage['headers'];
  /** Ends with the answer, and throws where that breaks off. */
  body: AsyncIterable<Uint8Array>;
  /** Ends it, for whoever has read enough. */
  close: () => void;
}

/**
 * One GET, without retry or redirect. Rejects where no answer comes, with a `code` of node where it
 * has one.
 */
export type OpenStream = (
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
) => Promise<OpenedStream>;

export interface StreamPatience {
  /** Until the answer begins. */
  answerMs: number;
  /** Between two bytes; a relay that means to last sends something every so often. */
  silenceMs: number;
}

/** smee.io sends a `ping` every 30 s. */
const STREAM_PATIENCE: StreamPatience = { answerMs: 20_000, silenceMs: 95_000 };

/**
 * Streams over node's own client: the global `fetch` of Node 20 ignores proxies, and doubles the
 * memory of a step.
 *
 * @param agentFor the connection to a host, through a proxy where one is set
 */
export function nodeStreams(
  agentFor: (url: URL) => Agent,
  { answerMs, silenceMs }: StreamPatience = STREAM_PATIENCE,
): OpenStream {
  return (url, headers, signal) =>
    new Promise((resolve, reject) => {
      const { request: send } = url.protocol === 'https:' ? https : http;
      const outgoing = send(url, { headers, agent: agentFor(url) });
      // Rejected by hand: a request that waits for its proxy tells nobody that it was destroyed.
      const end = (error: Error): void => {
        clearTimeout(patience);
        outgoing.destroy(error);
        reject(error);
      };
      const patience = setTimeout(() => {
        end(new Error('no answer came in time'));
      }, answerMs).unref();
      const onAbort = (): void => {
        end(new Error('it is closed'));
      };
      signal.addEventListener('abort', onAbort);
      outgoing.on('error', end);
      outgoing.on('close', () => {
        signal.removeEventListener('abort', onAbort);
      });
      outgoing.on('socket', (socket) => socket.unref());
      outgoing.on('response', (incoming) => {
        clearTimeout(patience);
        const { statusCode: status = 0, headers } = incoming;
        const close = (): void => void outgoing.destroy();
        resolve({ status, headers, body: awake(incoming, silenceMs), close });
      });
      outgoing.end();
    });
}

/** A stream that breaks off by itself where nothing comes any more: a dead peer says nothing. */
async function* awake(incoming: IncomingMessage, silenceMs: number): AsyncGenerator<Uint8Array> {
  const watch = setTimeout(() => {
    incoming.destroy(new Error('nothing came any more'));
  }, silenceMs).unref();
  try {
    for await (const chunk of incoming) {
      watch.refresh();
      yield chunk as Buffer;
    }
  } finally {
    clearTimeout(watch);
  }
}
