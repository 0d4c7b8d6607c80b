import { createServer, request as send } from 'node:http';

/** The header by which a process names itself; the network takes it off. */
export const SENDER = 'x-chaos-process';

/**
 * The network between the steps and the sandbox. It takes each request whole, lets time pass on the
 * way there and on the way back, and stops at the boundaries so that somebody may die there. What
 * the sandbox does to a connection (cut, half an answer, silence) it does to the step's.
 *
 * @typedef {object} Exchange
 * @property {number} n counts the requests of the run from 1
 * @property {string} from the process that sent it
 * @property {number} at seconds since the start of the run
 * @property {string} method
 * @property {string} path
 * @property {'purchase' | 'closing' | 'request'} what closing: a cancel or finish
 * @property {string | null} key its idempotency key
 * @property {string} body
 * @property {number | 'cut' | 'half' | null} answer what the sandbox did: a status, or no whole answer
 * @property {string} replied the body of its answer
 * @property {'delivered' | 'lost' | null} fate of the answer, or of the request itself
 *
 * @typedef {object} Boundaries each may kill, and time stands still meanwhile
 * @property {(exchange: Exchange) => Promise<'goes on' | 'is lost' | number>} arriving the request
 *   left its sender and has not arrived; a number: it arrives so many seconds later
 * @property {(exchange: Exchange) => Promise<void>} committed it was carried out, nobody knows yet
 * @property {(exchange: Exchange) => Promise<void>} replied the answer was delivered and digested
 */
export class Gateway {
  /** @type {Exchange[]} */
  trace = [];
  #time;
  #boundaries;
  #latency;
  #target = '';
  /** @type {{ order: string, take: () => void }[]} */
  #arrived = [];
  /** @type {(() => void | Promise<void>)[]} */
  #delivered = [];
  #server = createServer((incoming, outgoing) => void this.#take(incoming, outgoing));

  /**
   * @param {import('./virtual-time.mjs').VirtualTime} time
   * @param {() => number} latency milliseconds of the next way
   * @param {Boundaries} boundaries
   */
  constructor(time, latency, boundaries) {
    this.#time = time;
    this.#latency = latency;
    this.#boundaries = boundaries;
  }

  /** @returns {Promise<string>} its origin */
  async open() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not bound to a port');
    return `http://127.0.0.1:${String(address.port)}`;
  }

  /** @param {string} origin of the sandbox */
  leadTo(origin) {
    this.#target = origin;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Lets in what arrived, in an order that does not depend on which socket was quicker. */
  letIn() {
    for (const then of this.#delivered.splice(0)) this.#time.in(0, then);
    const arrived = this.#arrived.splice(0);
    for (const { take } of arrived.sort((a, b) => (a.order < b.order ? -1 : 1))) take();
  }

  /**
   * @param {import('node:http').IncomingMessage} incoming
   * @param {import('node:http').ServerResponse} outgoing
   */
  async #take(incoming, outgoing) {
    this.#time.touch();
    const body = await textOf(incoming).catch(() => null);
    this.#time.touch();
    if (body === null) return;
    const path = incoming.url ?? '/';
    const key = incoming.headers['idempotency-key'];
    const method = incoming.method ?? 'GET';
    this.#arrived.push({
      order: `${method} ${path} ${String(key)} ${body}`,
      take: () => {
        /** @type {Exchange} */
        const exchange = {
          n: this.trace.length + 1,
          from: String(incoming.headers[SENDER]),
          at: this.#time.seconds(),
          method,
          path,
          what: whatIs(method, path),
          key: typeof key === 'string' ? key : null,
          body,
          answer: null,
          replied: '',
          fate: null,
        };
        this.trace.push(exchange);
        this.#time.in(this.#latency(), () => this.#arrive(exchange, incoming, outgoing));
      },
    });
  }

  /**
   * @param {Exchange} exchange
   * @param {import('node:http').IncomingMessage} incoming
   * @param {import('node:http').ServerResponse} outgoing
   */
  async #arrive(exchange, incoming, outgoing) {
    const how = await this.#boundaries.arriving(exchange);
    if (how === 'is lost') {
      exchange.fate = 'lost';
      outgoing.destroy();
      return;
    }
    const forward = () => {
      this.#forward(exchange, incoming, outgoing);
    };
    if (how === 'goes on') forward();
    else this.#time.in(how * 1000, forward);
  }

  /**
   * @param {Exchange} exchange
   * @param {import('node:http').IncomingMessage} incoming
   * @param {import('node:http').ServerResponse} outgoing
   */
  #forward(exchange, incoming, outgoing) {
    const sent = this.#time.sending();
    const { method, path, body } = exchange;
    // A connection of its own for each request: the sandbox's ways to break one concern it alone.
    const headers = { ...incoming.headers, connection: 'close' };
    Reflect.deleteProperty(headers, SENDER);
    const request = send(this.#target + path, { method, headers, agent: false });
    request.on('finish', sent);
    request.on('error', () => {
      sent();
      if (exchange.answer === null)
        this.#answer(exchange, 'cut', outgoing, () => outgoing.destroy());
    });
    // The step gave up waiting: so does what stands in between.
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) request.destroy();
    });
    request.on('response', (response) => {
      const { statusCode = 0, headers: answered } = response;
      const head = () => outgoing.writeHead(statusCode, answered);
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => {
        exchange.replied = text;
        this.#answer(exchange, statusCode, outgoing, () => head().end(text));
      });
      response.on('error', () => {
        this.#answer(exchange, 'half', outgoing, () => {
          head().write(text, () => outgoing.destroy());
        });
      });
    });
    request.end(body);
  }

  /**
   * @param {Exchange} exchange
   * @param {Exchange['answer']} answer
   * @param {import('node:http').ServerResponse} outgoing
   * @param {() => void} deliver
   */
  #answer(exchange, answer, outgoing, deliver) {
    exchange.answer = answer;
    this.#time.touch();
    this.#time.in(this.#latency(), async () => {
      await this.#boundaries.committed(exchange);
      if (outgoing.destroyed) {
        exchange.fate = 'lost';
        return;
      }
      exchange.fate = answer === 'cut' ? 'lost' : 'delivered';
      const sent = this.#time.sending();
      outgoing.on('finish', sent);
      outgoing.on('close', sent);
      deliver();
      this.#delivered.push(() => this.#boundaries.replied(exchange));
    });
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @returns {Exchange['what']}
 */
function whatIs(method, path) {
  if (method === 'POST' && /\/orders(\/create)?$/.test(path)) return 'purchase';
  return /\/(cancel|finish)$/.test(path) ? 'closing' : 'request';
}

/** @param {import('node:http').IncomingMessage} incoming */
async function textOf(incoming) {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}
