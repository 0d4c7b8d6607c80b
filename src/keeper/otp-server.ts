import type { OtpAnswer, OtpDesk } from '../domain/otp-desk.ts';
import { Failure } from '../domain/failure.ts';
import type { Random } from '../domain/ports.ts';
import { openLoopback, type LoopbackRequest } from './loopback-server.ts';
import { readOtpQuery, type OtpQuery } from './otp-query.ts';
import { replyTo, type ServedLease } from './otp-reply.ts';
import { refusal, type Reply } from './reply.ts';

export interface OtpServerOptions {
  /** How long a caller waits who names no `timeout`. */
  defaultTimeoutMs: number;
  random: Random;
  /** Told of each code before anybody gets it. */
  onCode?: (code: string, orderId: string) => void;
  /** Answers what no URL of an order does; null: nobody knows it. */
  otherwise?: (request: LoopbackRequest) => Reply | null;
}

export interface OtpServer {
  port: number;
  /** Throws for an order that is not served. */
  urlOf(orderId: string): string;
  /** Whether anybody has asked for a code of the order so far. */
  asked(orderId: string): boolean;
  /** Resolves when everybody who has asked by now has the answer, or has gone. */
  settled(): Promise<void>;
  /** Hangs up on whoever still waits. */
  close(): Promise<void>;
}

/** More callers at once than the largest `count` of numbers with two callers each. */
const MOST_QUESTIONS = 256;

const PATH_BYTES = 16;

const METHODS = 'GET, HEAD, OPTIONS';

/**
 * Serves the codes of orders on loopback: `GET URL?timeout=60&after=REVISION` answers 200
 * `{"order_id", "phone_number", "otp_code", "revision"}` as soon as the code is there, 408 on
 * time-out, 410 when the order closed. Whoever does not know an order's URL learns nothing of it.
 */
export async function openOtpServer(
  desk: OtpDesk,
  leases: readonly ServedLease[],
  options: OtpServerOptions,
): Promise<OtpServer> {
  const paths = new Map(leases.map((lease) => [`/${options.random.hex(PATH_BYTES)}`, lease]));
  const asked = new Set<string>();
  let questions = 0;
  const server = await openLoopback(async (request) => {
    const lease = paths.get(request.path);
    if (lease === undefined) return options.otherwise?.(request) ?? unknownPath();
    switch (request.method) {
      case 'GET':
        return await question(lease, request);
      case 'HEAD':
        return { status: 200, body: null };
      case 'OPTIONS':
        return { status: 204, headers: { allow: METHODS }, body: null };
      default:
        return wrongMethod(request.method);
    }
  });

  async function question(lease: ServedLease, { query, signal }: LoopbackRequest): Promise<Reply> {
    const read = readOtpQuery(query);
    if (typeof read === 'string') return refusal(400, 'invalid-input', read);
    asked.add(lease.orderId);
    if (questions >= MOST_QUESTIONS) return tooMany();
    questions += 1;
    return answerTo(lease, { ...read, signal }).finally(() => {
      questions -= 1;
    });
  }

  async function answerTo(
    lease: ServedLease,
    { signal, ...read }: OtpQuery & { signal: AbortSignal },
  ): Promise<Reply> {
    const { orderId } = lease;
    const asked = { timeoutMs: read.timeoutMs ?? options.defaultTimeoutMs, after: read.after };
    try {
      const answer = await desk.ask({ orderId, ...asked, signal });
      if (answer.kind === 'code') options.onCode?.(answer.code, orderId);
      return replyTo(answer, lease, asked);
    } catch {
      // Nothing of an error that nobody foresaw is shown: it may hold anything.
      return replyTo(DEFECT, lease, asked);
    }
  }

  return {
    port: server.port,
    close: () => server.close(),
    settled: () => server.settled(),
    asked: (orderId) => asked.has(orderId),
    urlOf: (orderId) => {
      const [path] = [...paths].find(([, lease]) => lease.orderId === orderId) ?? [];
      if (path === undefined) throw new Error(`Order ${orderId} is not served.`);
      return `http://127.0.0.1:${String(server.port)}${path}`;
    },
  };
}

const DEFECT: OtpAnswer = {
  kind: 'failed',
  failure: new Failure('protocol', 'A defect in this action. Please report it.'),
};

function unknownPath(): Reply {
  return refusal(
    404,
    'not-found',
    'No order has this address. Use OTP_URL, or "otp_url" of the output "orders", as it is.',
  );
}

function wrongMethod(method: string): Reply {
  const message = `This address is asked with GET, not ${method.slice(0, 20)}.`;
  return refusal(405, 'invalid-input', message, { allow: METHODS });
}

function tooMany(): Reply {
  const message = `More than ${String(MOST_QUESTIONS)} callers wait at the same time. Ask again when some have their answer.`;
  return refusal(503, 'rate-limited', message, { 'retry-after': '1' });
}
