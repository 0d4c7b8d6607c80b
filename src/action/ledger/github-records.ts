import pLimit from 'p-limit';
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import { readRecordName, type LedgerRecord } from '../../domain/ledger.ts';
import type { CallLimits } from '../../domain/provider.ts';
import type { ListedRecord, RunState } from '../../domain/sweep-plan.ts';
import type { RunRecords } from '../../modes/sweep.ts';
import type { fileInZip, GitHub } from '../github/index.ts';
import { askGitHub, type Asked, type CallPorts } from './github-call.ts';
import type { Here } from './here.ts';
import type { RecordText, Unreadable } from './record-text.ts';

/** Beyond it no rented number can still be open: windows are minutes long, 20 as documented. */
const LOOK_BACK_MS = 3 * 3_600_000;

const PER_PAGE = 100;

/** 20,000 artifacts; a repository with more in three hours needs its requests for other things. */
const MOST_PAGES = 200;

/** A record is about a kilobyte; more is not one, packed or unpacked. */
const LARGEST_ZIP = 16 * 1024;
const LARGEST_RECORD = 16 * 1024;

/** GitHub asks for few requests at once: docs.github.com/rest, "Best practices". */
const AT_ONCE = 4;

const page = z.object({ total_count: z.number(), artifacts: z.array(z.unknown()) });

const artifact = z.object({
  id: z.number(),
  name: z.string(),
  expired: z.boolean(),
  created_at: z.string(),
  workflow_run: z.object({ id: z.number(), head_repository_id: z.nullable(z.number()) }),
});

const run = z.object({ status: z.nullable(z.string()) });

/** The package's side, as a value: it is loaded apart from the rest. */
export interface GitHubEdge {
  github: GitHub;
  fileInZip: typeof fileInZip;
}

/** The ledgers of one repository, read by GitHub's REST API. */
export class GitHubRecords implements RunRecords {
  readonly #edge: GitHubEdge;
  readonly #here: Here;
  readonly #text: RecordText;
  readonly #ports: CallPorts;
  readonly #limit = pLimit(AT_ONCE);

  constructor(edge: GitHubEdge, here: Here, text: RecordText, ports: CallPorts) {
    this.#edge = edge;
    this.#here = here;
    this.#text = text;
    this.#ports = ports;
  }

  /**
   * GitHub lists the newest first, though it does not promise it: only where the list has come that
   * way so far does an old artifact end it.
   */
  async list(limits: CallLimits): Promise<{ records: ListedRecord[]; gaps: string | null }> {
    const since = this.#ports.clock.now() - LOOK_BACK_MS;
    const records = new Map<number, ListedRecord>();
    let previous = Number.POSITIVE_INFINITY;
    let newestFirst = true;
    for (let number = 1; number <= MOST_PAGES; number += 1) {
      const { artifacts, total_count: total } = await this.#page(number, limits);
      for (const item of artifacts) {
        const read = artifact.safeParse(item);
        if (!read.success) continue; // no run, no name: none of ours
        const createdAt = Date.parse(read.data.created_at);
        newestFirst &&= createdAt <= previous;
        previous = createdAt;
        const record = recordOf(read.data, createdAt);
        // A page shifts when an artifact is added meanwhile, and shows the last of them again.
        if (record !== null && createdAt >= since) records.set(record.artifactId, record);
      }
      const atEnd = artifacts.length === 0 || number * PER_PAGE >= total;
      if (atEnd || (newestFirst && previous < since)) {
        return { records: [...records.values()], gaps: null };
      }
    }
    const gaps = `The repository has more than ${String(MOST_PAGES * PER_PAGE)} artifacts, and the rest was not looked through. Give artifacts a shorter retention.`;
    return { records: [...records.values()], gaps };
  }

  async #page(number: number, limits: CallLimits): Promise<z.infer<typeof page>> {
    const asked = await this.#get('artifacts', { per_page: PER_PAGE, page: number }, [], limits);
    return understood(page, asked);
  }

  async stateOf(runId: number, limits: CallLimits): Promise<RunState> {
    const asked = await this.#get('runs/{run_id}', { run_id: runId }, [404], limits);
    if (asked.refused) return 'unknown';
    const { status } = understood(run, asked);
    // Queued, waiting, in progress, or an attempt that has begun anew.
    return status === 'completed' ? 'finished' : 'going';
  }

  read(record: ListedRecord, limits: CallLimits): Promise<LedgerRecord | Unreadable> {
    return this.#limit(() => this.#read(record, limits));
  }

  async #read(record: ListedRecord, limits: CallLimits): Promise<LedgerRecord | Unreadable> {
    const { github, fileInZip: unzip } = this.#edge;
    const { owner, repo, repositoryId } = this.#here;
    const asked = await askGitHub(
      (signal) =>
        github.download(
          '/repos/{owner}/{repo}/actions/artifacts/{id}/zip',
          { owner, repo, id: record.artifactId },
          LARGEST_ZIP,
          signal,
        ),
      [404, 410],
      limits,
      this.#ports,
    );
    if (asked.refused) return { unreadable: 'it was deleted or has expired' };
    const { value: zip } = asked;
    if (zip === null) return { unreadable: 'it is too large for a record' };
    const text = unzipped(() => unzip(zip, 'record.json', LARGEST_RECORD));
    if (text === null) return { unreadable: 'it is not a record of this action' };
    return this.#text.read(text, { repositoryId, runId: record.runId });
  }

  async #get(
    path: string,
    parameters: Record<string, string | number>,
    meant: readonly number[],
    limits: CallLimits,
  ): Promise<Asked<unknown>> {
    const { owner, repo } = this.#here;
    return askGitHub(
      (signal) =>
        this.#edge.github.get(
          `/repos/{owner}/{repo}/actions/${path}`,
          { owner, repo, ...parameters },
          signal,
        ),
      meant,
      limits,
      this.#ports,
    );
  }
}

function recordOf(item: z.infer<typeof artifact>, createdAt: number): ListedRecord | null {
  const name = readRecordName(item.name);
  if (name === null) return null;
  return {
    ...name,
    artifactId: item.id,
    name: item.name,
    runId: item.workflow_run.id,
    headRepositoryId: item.workflow_run.head_repository_id,
    createdAt,
    expired: item.expired,
  };
}

function understood<T>(shape: z.ZodMiniType<T>, asked: Asked<unknown>): T {
  const parsed = shape.safeParse(asked.refused ? null : asked.value);
  if (parsed.success) return parsed.data;
  throw new Failure(
    'protocol',
    "GitHub's API gave an answer that is not understood. Check that the environment variable GITHUB_API_URL names GitHub's REST API.",
  );
}

function unzipped(unzip: () => string | null): string | null {
  try {
    return unzip();
  } catch {
    return null; // no zip, or one that is cut off or claims what it does not hold
  }
}
