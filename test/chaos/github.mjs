import { GITHUB_TOKEN, GitHubDouble } from '../support/github-double.mjs';

/** The run whose job is played, and the one that sweeps up after it. */
const RUN = 7;
const SWEEPING_RUN = 99;

/**
 * GitHub's side of a run that keeps a ledger: its API and artifact service, which take no time. While
 * one of their requests is answered, time stands still.
 */
export class GitHub {
  /** Whether its fault struck. */
  struck = false;
  #double;
  #asked = 0;

  /**
   * @param {GitHubDouble} double
   * @param {import('./last-layer.mjs').GitHubFault | null} fault
   * @param {(path: string) => Promise<'goes on' | 'is lost'>} uploading told of each upload that begins
   *   or ends
   */
  constructor(double, fault, uploading) {
    this.#double = double;
    double.before = async ({ path, artifact }) => {
      const fate = artifact === '' ? 'goes on' : await uploading(path);
      if (fate === 'is lost') return { status: 500 };
      if (fault === null || !path.includes(fault.call)) return null;
      this.#asked += 1;
      if (this.#asked !== fault.nth) return null;
      this.struck = true;
      const headers = { 'content-type': 'application/json', 'retry-after': '7' };
      return { status: fault.status, headers, body: '{"msg":"refused","message":"refused"}' };
    };
  }

  /**
   * @param {import('./virtual-time.mjs').VirtualTime} time
   * @param {import('./last-layer.mjs').GitHubFault | null} fault
   * @param {(path: string) => Promise<'goes on' | 'is lost'>} uploading
   */
  static async open(time, fault, uploading) {
    const double = await GitHubDouble.start(() => time.now());
    double.serving = () => {
      time.touch();
      return time.sending();
    };
    return new GitHub(double, fault, uploading);
  }

  /** Environment of a step of the run, which begins herewith. */
  ofRun() {
    return this.#double.runnerOf(RUN);
  }

  /** Environment of a step that sweeps. */
  ofSweep() {
    return this.#double.runnerOf(SWEEPING_RUN);
  }

  token = GITHUB_TOKEN;

  finishRun() {
    this.#double.finish(RUN);
  }

  /** Names of the records that arrived, in the order in which they did. */
  records() {
    return this.#double.artifacts.map(({ name }) => name);
  }

  async close() {
    await this.#double.stop();
  }
}
