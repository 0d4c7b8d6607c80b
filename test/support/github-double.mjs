import { createServer } from 'node:http';

/**
 * Plays GitHub on loopback as far as a ledger needs it: the artifact service of the runner (Twirp
 * calls and the block-blob upload behind its signed URLs) and the REST API that lists artifacts and
 * runs and hands out the zips. Names and shapes: docs.github.com/rest/actions/artifacts and
 * actions/toolkit, packages/artifact/src/generated.
 *
 * @typedef {object} Artifact
 * @property {number} id
 * @property {string} name
 * @property {number} run
 * @property {number} headRepository
 * @property {Buffer} zip
 * @property {string} text of the record in the zip
 * @property {number} createdAt epoch milliseconds
 * @property {boolean} expired
 *
 * @typedef {object} Run
 * @property {'in_progress' | 'completed'} status
 * @property {number} attempt
 *
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path with the query
 * @property {string} artifact name of the artifact that is created or finalized, else empty
 * @property {string} authorization
 *
 * @typedef {{ status: number, headers?: Record<string, string>, body?: string | Buffer }} Reply
 *
 * @typedef {object} Zips looks into records; given by the tests that need it, for this file has to run
 *   where nothing is installed
 * @property {(text: string) => Buffer} pack as the one file of a zip
 * @property {(zip: Buffer) => string} unpack
 */

export const REPOSITORY = { id: 4711, name: 'acme/shop' };
export const GITHUB_TOKEN = 'ghs_token_of_the_run';

const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService/';

export class GitHubDouble {
  /** @type {Map<number, Run>} */
  runs = new Map();
  /** @type {Artifact[]} */
  artifacts = [];
  /** @type {Call[]} */
  calls = [];
  /**
   * Asked before each answer: a reply takes the place of the real one, a promise delays it.
   *
   * @type {(call: Call) => Reply | null | Promise<Reply | null>}
   */
  before = () => null;
  /**
   * Told of each request as soon as it comes; what it returns is called when the answer has left.
   *
   * @type {() => () => void}
   */
  serving = () => () => undefined;
  #server = createServer((request, response) => {
    void this.#serve(request, response);
  });
  /** @type {Map<string, { run: number, name: string, blocks: Map<string, Buffer>, zip: Buffer | null }>} */
  #uploads = new Map();
  #now;
  #zips;

  /**
   * @param {() => number} now epoch milliseconds
   * @param {Zips | null} zips null: what is in a record is not looked at
   */
  constructor(now = Date.now, zips = null) {
    this.#now = now;
    this.#zips = zips;
  }

  /**
   * @param {() => number} [now]
   * @param {Zips} [zips]
   */
  static async start(now, zips) {
    const double = new GitHubDouble(now, zips);
    await new Promise((resolve) => double.#server.listen(0, '127.0.0.1', () => resolve(null)));
    return double;
  }

  get url() {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${String(address.port)}`;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /**
   * The variables that the runner sets for the steps of a run, which begins herewith.
   *
   * @param {number} run
   * @param {number} [attempt]
   * @returns {Record<string, string>}
   */
  runnerOf(run, attempt = 1) {
    this.runs.set(run, { status: 'in_progress', attempt });
    return {
      GITHUB_API_URL: this.url,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: REPOSITORY.name,
      GITHUB_REPOSITORY_ID: String(REPOSITORY.id),
      GITHUB_RUN_ID: String(run),
      GITHUB_RUN_ATTEMPT: String(attempt),
      GITHUB_RETENTION_DAYS: '90',
      ACTIONS_RESULTS_URL: `${this.url}/`,
      ACTIONS_RUNTIME_TOKEN: runtimeToken(run),
    };
  }

  /** @param {number} run */
  finish(run) {
    this.runs.set(run, { attempt: 1, ...this.runs.get(run), status: 'completed' });
  }

  /**
   * Puts an artifact there as a step of the run would have uploaded it.
   *
   * @param {Partial<Artifact> & { name: string, run: number }} artifact
   * @param {string} [text] the content of its one file
   */
  add(artifact, text = '{}') {
    const added = {
      id: 1_000 + this.artifacts.length,
      headRepository: REPOSITORY.id,
      zip: this.#zips?.pack(text) ?? Buffer.alloc(0),
      text,
      createdAt: this.#now(),
      expired: false,
      ...artifact,
    };
    this.artifacts.push(added);
    return added;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async #serve(request, response) {
    response.on('close', this.serving());
    /** @type {Buffer[]} */
    const chunks = [];
    request.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
    await new Promise((resolve) => request.on('end', () => resolve(null)));
    const body = Buffer.concat(chunks);
    const { method = '', url = '' } = request;
    /** @type {Call} */
    const call = {
      method,
      path: url,
      artifact: url.startsWith(TWIRP) ? (fieldsOf(body)['name'] ?? '') : '',
      authorization: request.headers.authorization ?? '',
    };
    this.calls.push(call);
    const reply = (await this.before(call)) ?? this.#answer(call, body);
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  }

  /**
   * @param {Call} call
   * @param {Buffer} body
   * @returns {Reply}
   */
  #answer(call, body) {
    const { pathname, searchParams } = new URL(call.path, this.url);
    if (pathname.startsWith(TWIRP)) return this.#twirp(call, fieldsOf(body));
    if (pathname.startsWith('/store/')) return this.#store(pathname, searchParams, body);
    if (pathname.startsWith('/download/')) {
      const found = this.artifacts.find(({ id }) => pathname === `/download/${String(id)}`);
      return { status: found ? 200 : 404, body: found?.zip ?? '' };
    }
    if (!call.authorization.endsWith(` ${GITHUB_TOKEN}`))
      return json(401, { message: 'Bad credentials' });
    return this.#rest(pathname, searchParams);
  }

  /**
   * @param {Call} call
   * @param {Record<string, string>} asked
   */
  #twirp(call, asked) {
    const run = Number(/^run-(\d+)$/.exec(asked['workflow_run_backend_id'] ?? '')?.[1]);
    if (call.authorization !== `Bearer ${runtimeToken(run)}`) return json(401, { msg: 'no' });
    const key = `${String(run)}-${asked['name'] ?? ''}`;
    const upload = this.#uploads.get(key);
    switch (call.path.slice(TWIRP.length)) {
      case 'CreateArtifact':
        if (upload !== undefined) return json(409, { code: 'already_exists', msg: 'conflict' });
        this.#uploads.set(key, { run, name: asked['name'] ?? '', blocks: new Map(), zip: null });
        return json(200, { ok: true, signed_upload_url: `${this.url}/store/${key}?sig=signed` });
      case 'FinalizeArtifact': {
        if (upload?.zip === undefined || upload.zip === null)
          return json(404, { msg: 'no upload' });
        const { name, zip } = upload;
        const { id } = this.add({ name, run, zip, text: this.#zips?.unpack(zip) ?? '' });
        return json(200, { ok: true, artifact_id: String(id) });
      }
      default:
        return json(404, { code: 'bad_route', msg: call.path });
    }
  }

  /**
   * The storage's "Put Block" and "Put Block List".
   *
   * @param {string} pathname
   * @param {URLSearchParams} query
   * @param {Buffer} body
   * @returns {Reply}
   */
  #store(pathname, query, body) {
    const upload = this.#uploads.get(pathname.slice('/store/'.length));
    if (upload === undefined || query.get('sig') !== 'signed') return { status: 403 };
    if (query.get('comp') === 'block') {
      upload.blocks.set(query.get('blockid') ?? '', body);
    } else {
      const ids = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)];
      upload.zip = Buffer.concat(
        ids.map(([, id]) => upload.blocks.get(id ?? '') ?? Buffer.alloc(0)),
      );
    }
    return { status: 201 };
  }

  /**
   * @param {string} pathname
   * @param {URLSearchParams} query
   * @returns {Reply}
   */
  #rest(pathname, query) {
    const base = `/repos/${REPOSITORY.name}/actions/`;
    const path = pathname.startsWith(base) ? pathname.slice(base.length) : '';
    if (path === 'artifacts') {
      const page = Number(query.get('page') ?? 1);
      const size = Math.min(100, Number(query.get('per_page') ?? 30));
      const newest = this.artifacts.toReversed().slice((page - 1) * size, page * size);
      return json(200, { total_count: this.artifacts.length, artifacts: newest.map(artifactView) });
    }
    const zip = /^artifacts\/(\d+)\/zip$/.exec(path)?.[1];
    if (zip !== undefined) {
      const found = this.artifacts.find(({ id }) => String(id) === zip);
      if (found?.expired === true) return json(410, { message: 'Artifact has expired' });
      return { status: 302, headers: { location: `${this.url}/download/${zip}?sig=signed` } };
    }
    const id = Number(/^runs\/(\d+)$/.exec(path)?.[1]);
    const run = this.runs.get(id);
    if (run === undefined) return json(404, { message: 'Not Found' });
    return json(200, { id, status: run.status, run_attempt: run.attempt });
  }
}

/** @param {Buffer} body */
function fieldsOf(body) {
  /** @type {Record<string, string>} */
  const fields = JSON.parse(body.toString());
  return fields;
}

/** @param {Artifact} artifact */
function artifactView({ id, name, run, headRepository, zip, createdAt, expired }) {
  return {
    id,
    name,
    size_in_bytes: zip.length,
    expired,
    created_at: new Date(createdAt).toISOString(),
    workflow_run: { id: run, repository_id: REPOSITORY.id, head_repository_id: headRepository },
  };
}

/** @param {number} run */
function runtimeToken(run) {
  const part = (/** @type {unknown} */ value) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const scp = `Actions.Results:run-${String(run)}:job-1`;
  return `${part({ alg: 'none' })}.${part({ scp })}.unsigned`;
}

/**
 * @param {number} status
 * @param {unknown} value
 * @returns {Reply}
 */
function json(status, value) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
