import { onTestFinished } from 'vitest';
import {
  fakeClock,
  startSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../../src/sandbox/index.ts';

export const TOKEN = 'test-token';

/** When the fake clock of these tests starts: 2026-03-16T14:00:00Z. */
export const START = Date.UTC(2026, 2, 16, 14, 0, 0);

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when the body is not JSON. */
  readonly json: Json;
};

/** Values that a test compares, and by name those that it carries into its next request. */
export type Fields = Readonly<Record<string, unknown>> & {
  readonly id: number;
  readonly order_id: string;
  readonly phone_number: string;
  readonly price: number;
  readonly operator_id: number;
  readonly catalog_product_id: number;
  readonly orders: readonly Fields[];
};

/** Any answer's JSON, as loosely as tests read it; a wrong shape fails in the assertion. */
export type Json = Fields & {
  readonly success: boolean;
  readonly data: Fields & readonly Fields[];
  readonly meta: Fields;
  readonly error: { readonly code: string; readonly message: string; readonly details: Fields };
};

export type Ask = (
  request: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

export type Opened = {
  readonly sandbox: Sandbox;
  /** `both('GET /balance')`, on the base that speaks both dialects. */
  readonly both: Ask;
  readonly guide: Ask;
  readonly openapi: Ask;
  readonly control: Ask;
  readonly pass: (seconds: number) => void;
};

/** A sandbox over real HTTP on a clock that stands still; stopped when the test ends. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Opened> {
  const clock = fakeClock(START);
  const sandbox = await startSandbox({ token: TOKEN, seed: 'tests', clock, ...options });
  onTestFinished(() => sandbox.stop());
  return {
    sandbox,
    both: asker(sandbox.url),
    guide: asker(sandbox.guideUrl),
    openapi: asker(sandbox.openapiUrl),
    control: asker(sandbox.controlUrl),
    pass: (seconds) => {
      clock.advance(seconds * 1000);
    },
  };
}

export function asker(base: string, token = TOKEN): Ask {
  return async (request, body, headers) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
  };
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {} as Json;
  }
}
