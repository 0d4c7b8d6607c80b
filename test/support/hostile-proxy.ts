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
  // An id may be a number or a text.
  const spoiled = (key: string, value: unknown): unknown =>
    spoils(key) && (typeof value === 'string' || (/id$/.test(key) && typeof value === 'number'))
      ? `${String(value)}${HOSTILE}`
      : value;
  const server = await serveLoopback((response) => {
    const request = server.arrived.at(-1);
    if (request === undefined) return;
    void forward(api, request).then(async (answer) => {
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        'x-request-id': '##[error]owned ::error::owned \x9B31m',
      });
      response.end(JSON.stringify(mapped(await answer.json(), spoiled)));
    });
  });
  return server.url('').href;
}

function forward(api: string, { line, headers, body }: Arrived): Promise<Response> {
  const [method = '', path = ''] = line.split(' ');
  const inQuery = new URLSearchParams({ x: HOSTILE }).toString().slice(2);
  const clean = path.replaceAll(encodeURIComponent(HOSTILE), '').replaceAll(inQuery, '');
  return fetch(api.replace(/\/v1$/, '') + clean, {
    method,
    headers: {
      authorization: headers.authorization ?? '',
      'content-type': 'application/json',
      'idempotency-key': String(headers['idempotency-key'] ?? ''),
    },
    ...(body === '' ? {} : { body: JSON.stringify(mapped(JSON.parse(body), unspoiled)) }),
  });
}

function unspoiled(_: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.endsWith(HOSTILE)) return value;
  const text = value.slice(0, -HOSTILE.length);
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** A JSON value with each text, number, boolean and null in it replaced. */
function mapped(
  value: unknown,
  replace: (key: string, value: unknown) => unknown,
  key = '',
): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapped(entry, replace, key));
  if (typeof value !== 'object' || value === null) return replace(key, value);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, mapped(inner, replace, name)]),
  );
}
