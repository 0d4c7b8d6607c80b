import { request, type IncomingHttpHeaders } from 'node:http';

export interface PlainReply {
  status: number;
  headers: IncomingHttpHeaders;
  /** As it was sent. */
  text: string;
  /** `text` as JSON; undefined if it is none. */
  json: unknown;
}

/** One exchange with exactly these headers, as `fetch` would not let a test send them. */
export function exchange(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<PlainReply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (incoming) => {
      let text = '';
      incoming.on('data', (chunk) => (text += String(chunk)));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const { statusCode: status = 0, headers: got } = incoming;
        resolve({ status, headers: got, text, json: parse(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
