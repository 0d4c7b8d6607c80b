import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { Job, type StepResult } from '../support/runner.mjs';

interface Step {
  id?: string;
  uses?: string;
  with?: Record<string, string | number | boolean>;
  env?: Record<string, string>;
  if?: string;
  run?: string;
}

interface JobSpec {
  env?: Record<string, string>;
  steps: Step[];
  outputs?: Record<string, string>;
  needs?: string;
}

export interface Played {
  /** Results of the steps that use the action, by their id, else by their place. */
  steps: Map<string, StepResult>;
  /** What the `run` steps printed. */
  printed: string[];
  posts: StepResult[];
}

export interface PlayedWorld {
  secrets: Record<string, string>;
  apiUrl: string;
  /** A program that stands for `curl`. */
  curl?: string;
  /** Workspace of the jobs. */
  folder?: string;
  /** What the machine sets for every step. */
  env?: Record<string, string>;
  /** What the runner sets for the steps of this run, and its `github.token`. */
  run?: { env: Record<string, string>; githubToken: string };
  /** The runner is lost after the last step. */
  withoutPost?: boolean;
}

/**
 * Plays the jobs of a workflow from the README as they stand: `uses` by the built dist, `run` by
 * bash. Only what lies outside is replaced: secrets, the API's address, and perhaps `curl`, behind
 * which the reader's app stands. Expressions are those of the README: dotted names and one comparison.
 * Rejects, when the posts have run, if a `run` step failed.
 */
export async function playWorkflow(
  text: string,
  world: PlayedWorld,
  matrix: Record<string, string> = {},
): Promise<Played> {
  const workflow = parse(text) as { jobs: Record<string, JobSpec> };
  const played: Played = { steps: new Map(), printed: [], posts: [] };
  const needs: Record<string, unknown> = {};
  let failed: string | null = null;
  const bin = mkdtempSync(join(tmpdir(), 'bin-'));
  if (world.curl !== undefined) {
    writeFileSync(join(bin, 'curl'), world.curl);
    chmodSync(join(bin, 'curl'), 0o755);
  }
  const inFolder = world.folder === undefined ? {} : { cwd: world.folder };
  try {
    for (const [name, spec] of Object.entries(workflow.jobs)) {
      const steps: Record<string, unknown> = {};
      const context = { secrets: world.secrets, steps, matrix, needs };
      const job = new Job({
        env: {
          SMSCODE_API_URL: world.apiUrl,
          ...world.env,
          PATH: `${bin}${delimiter}${world.env?.['PATH'] ?? process.env['PATH'] ?? ''}`,
          ...world.run?.env,
          ...evaluated(spec.env, context),
        },
        defaults: { 'github-token': world.run?.githubToken ?? '' },
        launch: (file, args, options) => spawn(file, args, { ...options, ...inFolder }),
      });
      for (const [index, step] of spec.steps.entries()) {
        const id = step.id ?? `${name}-${String(index)}`;
        if (step.if !== undefined && !holds(step.if, context)) continue;
        if (step.uses === undefined) {
          const env = { ...job.env, ...evaluated(step.env, context) };
          const { code, printed } = await runScript(step.run ?? '', { env, ...inFolder });
          played.printed.push(printed);
          if (code !== 0) {
            job.status = 'failure';
            failed = printed;
            break;
          }
        } else {
          const result = await job.step(evaluated(step.with, context));
          played.steps.set(id, result);
          steps[id] = { outputs: result.outputs };
          if (result.code !== 0) break;
        }
      }
      needs[name] = { outputs: evaluated(spec.outputs, context) };
      if (world.withoutPost === true) job.wipe();
      else played.posts.push(...(await job.finish()));
    }
    if (failed !== null) throw new Error(`A step failed, which printed:\n${failed}`);
    return played;
  } finally {
    rmSync(bin, { recursive: true, force: true });
  }
}

function runScript(
  script: string,
  options: { env: Record<string, string>; cwd?: string },
): Promise<{ code: number; printed: string }> {
  return new Promise((resolve) => {
    const child = execFile('bash', ['-e', '-c', script], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? 1, printed: stdout + stderr });
    });
  });
}

function evaluated(
  values: Record<string, string | number | boolean> | undefined,
  context: unknown,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, path: string) =>
        lookUp(context, path),
      ),
    ]),
  );
}

function holds(condition: string, context: unknown): boolean {
  const match = /^([\w.-]+) == '([^']*)'$/.exec(condition);
  if (match === null) throw new Error(`the player does not know the condition ${condition}`);
  return lookUp(context, match[1] ?? '') === match[2];
}

function lookUp(context: unknown, path: string): string {
  let value = context;
  for (const key of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return typeof value === 'string' ? value : '';
}
