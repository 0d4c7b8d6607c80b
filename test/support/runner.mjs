import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Runs the built action as GitHub's runner does: fresh command files for each step, inputs in
 * INPUT_*, main's state in STATE_* of its post, a scrubbed environment, posts last-in first-out.
 *
 * @typedef {object} StepResult
 * @property {number | null} code exit code, null if it was killed
 * @property {string} stdout
 * @property {string} stderr
 * @property {Record<string, string>} outputs
 * @property {Record<string, string>} state
 * @property {Record<string, string>} exported variables that it set for the steps that follow
 * @property {string} summary Markdown that the step added to the job summary
 * @property {string[]} errors texts of its error annotations
 * @property {string[]} warnings
 * @property {string[]} notices
 * @property {string[]} masks values that it asked to mask
 *
 * @typedef {(
 *   file: string,
 *   args: readonly string[],
 *   options: { env: Record<string, string>, stdio: ['ignore', 'pipe', 'pipe'] },
 * ) => import('node:child_process').ChildProcess} Launch
 *
 * @typedef {object} RunningStep
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<StepResult>} done
 */

const committed = fileURLToPath(new URL('../../dist', import.meta.url));

/** One job on one runner: its RUNNER_TEMP is made new and wiped at its end. */
export class Job {
  /** @type {Record<string, string>} */
  env;
  /** Status as `${{ job.status }}` would show it. */
  status = 'success';
  #root = mkdtempSync(join(tmpdir(), 'runner-'));
  /** @type {{ inputs: Record<string, string>, stateFile: string, action: string }[]} */
  #posts = [];
  #steps = 0;

  /**
   * @param {object} [options]
   * @param {Record<string, string>} [options.env]
   * @param {string} [options.node]
   * @param {Record<string, string>} [options.defaults] inputs as action.yml would fill them in where
   *   a step says nothing
   * @param {string} [options.dist] folder of the built action
   * @param {Launch} [options.launch] starts a step's process
   */
  constructor({
    env = {},
    node = process.execPath,
    defaults = {},
    dist = committed,
    launch = spawn,
  } = {}) {
    this.node = node;
    this.defaults = defaults;
    this.dist = dist;
    this.launch = launch;
    this.temp = join(this.#root, 'temp');
    mkdirSync(this.temp);
    this.env = {
      PATH: process.env['PATH'] ?? '',
      HOME: this.#root,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      RUNNER_TEMP: this.temp,
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      ...env,
    };
  }

  /**
   * Runs a step with `uses:` our action and these `with:` values.
   *
   * @param {Record<string, string>} inputs
   * @returns {Promise<StepResult>}
   */
  async step(inputs) {
    return this.start(inputs).done;
  }

  /**
   * Starts such a step and returns while it runs, so that it can be signalled.
   *
   * @param {Record<string, string>} inputs
   * @returns {RunningStep}
   */
  start(inputs) {
    this.#steps += 1;
    const action = `__step_${String(this.#steps)}`;
    const { stateFile, ...running } = this.#run('main', action, inputs, {});
    this.#posts.push({ inputs, stateFile, action });
    return {
      child: running.child,
      done: running.done.then((result) => {
        if (result.code !== 0) this.status = 'failure';
        Object.assign(this.env, result.exported);
        return result;
      }),
    };
  }

  /**
   * Runs the posts, the newest first, and wipes RUNNER_TEMP as the end of a job does.
   *
   * @returns {Promise<StepResult[]>}
   */
  async finish() {
    const results = [];
    while (this.#posts.length > 0) {
      const result = await this.startPost().done;
      if (result.code !== 0) this.status = 'failure';
      results.push(result);
    }
    this.wipe();
    return results;
  }

  /**
   * Starts the newest post that has not run yet, also while its main still lives: the state is what
   * main has written so far.
   *
   * @param {Record<string, string>} [changedInputs] what `with:` gives when it is evaluated again
   * @param {(name: string) => boolean} [keepsState] which of main's state entries arrive
   * @param {(name: string, value: string) => string} [changeState] what becomes of them on the way
   * @returns {RunningStep}
   */
  startPost(changedInputs = {}, keepsState = () => true, changeState = (_name, value) => value) {
    const post = this.#posts.pop();
    if (post === undefined) throw new Error('no post is left');
    const state = Object.entries(readPairs(post.stateFile)).filter(([name]) => keepsState(name));
    const changed = state.map(
      ([name, value]) => /** @type {const} */ ([name, changeState(name, value)]),
    );
    const inputs = { ...post.inputs, ...changedInputs };
    return this.#run('post', post.action, inputs, Object.fromEntries(changed));
  }

  wipe() {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /**
   * The file and environment with which the runner starts a step, and its command files.
   *
   * @param {'main' | 'post'} entry
   * @param {string} action
   * @param {Record<string, string>} inputs
   * @param {Record<string, string>} state
   */
  command(entry, action, inputs, state) {
    const folder = mkdtempSync(join(this.#root, `${entry}-`));
    const fresh = (/** @type {string} */ name) => {
      const path = join(folder, name);
      writeFileSync(path, '');
      return path;
    };
    const files = {
      GITHUB_OUTPUT: fresh('output'),
      GITHUB_STATE: fresh('state'),
      GITHUB_ENV: fresh('env'),
      GITHUB_PATH: fresh('path'),
      GITHUB_STEP_SUMMARY: fresh('summary'),
    };
    const all = {
      ...this.env,
      ...files,
      GITHUB_ACTION: action,
      ...named('INPUT_', { ...this.defaults, 'job-status': this.status, ...inputs }, (name) =>
        name.replaceAll(' ', '_').toUpperCase(),
      ),
      ...named('STATE_', state, (name) => name),
    };
    const env = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== UNSET));
    return { file: join(this.dist, entry, 'index.js'), env, files };
  }

  /**
   * @param {'main' | 'post'} entry
   * @param {string} action
   * @param {Record<string, string>} inputs
   * @param {Record<string, string>} state
   * @returns {RunningStep & { stateFile: string }}
   */
  #run(entry, action, inputs, state) {
    const { file, env, files } = this.command(entry, action, inputs, state);
    const child = this.launch(this.node, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
    return {
      child,
      stateFile: files.GITHUB_STATE,
      done: new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code) => {
          resolve({
            code,
            stdout,
            stderr,
            outputs: readPairs(files.GITHUB_OUTPUT),
            state: readPairs(files.GITHUB_STATE),
            exported: readPairs(files.GITHUB_ENV),
            summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
            errors: commands(stdout, 'error'),
            warnings: commands(stdout, 'warning'),
            notices: commands(stdout, 'notice'),
            masks: commands(stdout, 'add-mask'),
          });
        });
      }),
    };
  }
}

/** As a value in {@link Job.env} or of an input: the variable does not exist. */
export const UNSET = '\0unset';

/**
 * @param {string} prefix
 * @param {Record<string, string>} values
 * @param {(name: string) => string} spell
 */
function named(prefix, values, spell) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [prefix + spell(name), value]),
  );
}

/**
 * The `name<<delimiter` blocks of a command file; a later value of a name replaces an earlier one,
 * and a block that was cut off is dropped.
 *
 * @param {string} path
 */
function readPairs(path) {
  /** @type {Record<string, string>} */
  const pairs = {};
  const blocks = /^([^\n=]+?)<<([^\n]+)\n([\s\S]*?)\n\2$/gm;
  for (const [, name, , value] of readFileSync(path, 'utf8').matchAll(blocks)) {
    if (name !== undefined && value !== undefined) pairs[name] = value;
  }
  return pairs;
}

/**
 * @param {string} stdout
 * @param {string} command
 */
function commands(stdout, command) {
  const lines = stdout.matchAll(new RegExp(`^::${command}(?: [^:]*(?:%3A[^:]*)*)?::(.*)$`, 'gm'));
  return [...lines].map(([, text]) =>
    (text ?? '').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'),
  );
}
