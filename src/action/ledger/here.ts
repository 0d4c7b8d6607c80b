import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';

const count = z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number));

const variables = z.object({
  GITHUB_REPOSITORY: z.string().check(z.regex(/^[\w.-]+\/[\w.-]+$/)),
  GITHUB_REPOSITORY_ID: count,
  GITHUB_RUN_ID: count,
  GITHUB_RUN_ATTEMPT: count,
});

/** The run that this step belongs to. */
export interface Here {
  owner: string;
  repo: string;
  repositoryId: number;
  runId: number;
  attempt: number;
}

/** @see https://docs.github.com/actions/reference/variables-reference, which the runner sets */
export function readHere(env: NodeJS.ProcessEnv): Here {
  requireArtifacts(env);
  const read = variables.safeParse(env);
  if (!read.success) {
    const names = read.error.issues.map(({ path }) => String(path[0])).join(', ');
    throw new Failure(
      'invalid-input',
      `The ledger belongs to a run of a repository, and the environment does not say of which: ${names} is missing or unreadable. Nothing was sent or bought. Run this as a step of a GitHub Actions job.`,
    );
  }
  const [owner = '', repo = ''] = read.data.GITHUB_REPOSITORY.split('/');
  return {
    owner,
    repo,
    repositoryId: read.data.GITHUB_REPOSITORY_ID,
    runId: read.data.GITHUB_RUN_ID,
    attempt: read.data.GITHUB_RUN_ATTEMPT,
  };
}

/**
 * The rule by which @actions/artifact refuses to work (its `isGhes`): found out by it, it would look
 * like trouble of the network.
 */
function requireArtifacts(env: NodeJS.ProcessEnv): void {
  const server = env['GITHUB_SERVER_URL'] ?? '';
  const { hostname } = new URL(URL.canParse(server) ? server : 'https://github.com');
  if (/^github\.com$|\.ghe\.com$|\.localhost$/i.test(hostname)) return;
  throw new Failure(
    'invalid-input',
    `The ledger needs workflow artifacts of GitHub.com, which GitHub Enterprise Server (${hostname}) does not have. Nothing was sent or bought. Leave "ledger" out, and "mode: sweep" with "scope: ledger" too.`,
  );
}
