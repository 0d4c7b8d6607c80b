import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
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
  curl: string;
  /** What the runner sets for the steps of this run, and its `github.token`. */
  run?: { env: Record<string, string>; githubToken: string };
  /** The runner is lost after the last step. */
  withoutPost?: boolean;
}

/**
 * Plays the jobs of a workflow from the README as they stand: `uses` by the built dist, `run` by
 * bash. Only what lies outside is replaced: secrets, the API's address, and `curl`, behind which
 * the reader's app stands. Expressions are those of the README: dotted names and one comparison.
 */
export async function playWorkflow(
  text: string,
  world: PlayedWorld,
  matrix: Record<string, string> = {},
): Promise<Played> {
  const workflow = parse(text) as { jobs: Record<string, JobSpec> };
  const played: Played = { steps: new Map(), printed: [], posts: [] };
  const needs: Record<string, unknown> = {};
  const bin = mkdtempSync(join(tmpdir(), 'bin-'));
  writeFileSync(join(bin, 'curl'), world.curl);
  chmodSync(join(bin, 'curl'), 0o755);
  const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  try {
    for (const [name, spec] of Object.entries(workflow.jobs)) {
      const steps: Record<string, unknown> = {};
      const context = { secrets: world.secrets, steps, matrix, needs };
      const job = new Job({
        env: {
          SMSCODE_API_URL: world.apiUrl,
          PATH: path,
          ...world.run?.env,
          ...evaluated(spec.env, context),
        },
        defaults: { 'github-token': world.run?.githubToken ?? '' },
      });
      for (const [index, step] of spec.steps.entries()) {
        const id = step.id ?? `${name}-${String(index)}`;
        if (step.if !== undefined && !holds(step.if, context)) continue;
        if (step.uses === undefined) {
          played.printed.push(await runScript(step, context, job));
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
    return played;
  } finally {
    rmSync(bin, { recursive: true, force: true });
  }
}

async function runScript(step: Step, context: unknown, job: Job): Promise<string> {
  const env = { ...job.env, ...evaluated(step.env, context) };
  const { stdout } = await promisify(execFile)('bash', ['-e', '-c', step.run ?? ''], { env });
  return stdout;
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
