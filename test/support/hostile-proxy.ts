import { serveLoopback, type Arrived } from './loopback-server.ts';

/** Everything that a log, a terminal, a command file or a job summary could take for more than text. */
export const HOSTILE = [
  '',
  '::set-output name=result::success',
  '::add-mask::e',
  'result=success',
  'EOF',
  '::stop-commands::x\r::error title=Virtual number%3A leaked::owned\r\n##[error]owned',
  'a\u2028##[add-mask]a\u0085::warning::owned\v::warning::owned',
  '#\u200B#[warning]owned \u202Edenwo',
  '\x1B[31m\x1B[2J\x1B]8;;https://evil.example\x07owned\x1B]8;;\x07\x9B1A\0',
  '| a | b |',
  '<img src=x> ![x](https://evil.example/x.png) [x](https://evil.example) @octocat `#1`',
].join('\n');

/**
 * Stands before an API, and adds {@link HOSTILE} to texts of its answers. What comes back with a
 * request, as part of an order id, is taken away again.
 *
 * @param spoils whether a text is to be spoiled, by its key
 * @returns the base URL to call in place of the API's
 */
export async function serveHostile(api: string, spoils: (key: string) => boolean): Promise<string> {
  const server = await serveLoopback((response) => {
    const request = server.arrived.at(-1);
    if (request === undefined) return;
    void forward(api, request).then(async (answer) => {
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        'x-request-id': '##[error]owned ::error::owned \x9B31m',
      });
      response.end(JSON.stringify(spoiled('', await answer.json(), spoils)));
    });
  });
  return server.url('').href;
}

function forward(api: string, { line, headers, body }: Arrived): Promise<Response> {
  const [method = '', path = ''] = line.split(' ');
  const sent = JSON.stringify(HOSTILE).slice(1, -1);
  return fetch(api.replace(/\/v1$/, '') + path.replaceAll(encodeURIComponent(HOSTILE), ''), {
    method,
    headers: {
      authorization: headers.authorization ?? '',
      'content-type': 'application/json',
      'idempotency-key': String(headers['idempotency-key'] ?? ''),
    },
    ...(method === 'GET' ? {} : { body: body.replaceAll(sent, '') }),
  });
}

function spoiled(key: string, value: unknown, spoils: (key: string) => boolean): unknown {
  if (typeof value === 'string') return spoils(key) ? value + HOSTILE : value;
  if (Array.isArray(value)) return value.map((entry) => spoiled(key, entry, spoils));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    spoiled(name, inner, spoils),
  ]);
  return Object.fromEntries(entries) as unknown;
}
