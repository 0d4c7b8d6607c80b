import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Job } from '../support/runner.mjs';
import { startInstantProvider } from './instant-provider.mjs';
import { writeSection } from './results.mjs';

/**
 * What a step costs to start: whole processes of the committed dist against a provider that takes
 * no time, as a ratio to an empty node process of the same run. Writes RESULTS.md.
 *
 * Use: npm run bench:start-up [-- ROUNDS]
 */

const here = fileURLToPath(new URL('.', import.meta.url));
const rounds = Number(process.argv[2] ?? 21);

/** Figures to reach: ratio to an empty node, median on an idle machine. */
const cases = [
  { name: 'empty node process', limit: null, run: emptyNode },
  { name: 'refused input', limit: 2.7, run: refusedInput },
  { name: 'whole acquire', limit: 4.2, run: wholeAcquire },
  { name: 'whole post', limit: 3.4, run: wholePost },
];

/** MiB, for the largest of the processes. */
const memoryLimit = 50;

const provider = await startInstantProvider();
/** @type {Map<string, { times: number[], peak: number }>} */
const results = new Map(cases.map(({ name }) => [name, { times: [], peak: 0 }]));

// The cases take turns, so that a slow moment of the machine meets all of them alike.
for (let round = 0; round <= rounds; round += 1) {
  for (const { name, run } of cases) {
    const result = results.get(name);
    const ms = await run([]);
    if (round > 0) result?.times.push(ms); // the first round only warms the disk's cache
  }
}
for (const { name, run } of cases) {
  const result = results.get(name);
  for (let round = 0; round < 5 && result; round += 1) {
    await run(['-r', join(here, 'peak-memory.cjs')], (kib) => {
      result.peak = Math.max(result.peak, kib / 1024);
    });
  }
}
provider.close();

const base = median(results.get('empty node process')?.times ?? []);
const rows = cases.map(({ name, limit }) => {
  const { times, peak } = results.get(name) ?? { times: [], peak: 0 };
  const ratio = median(times) / base;
  const held = (limit === null || ratio <= limit) && peak <= memoryLimit;
  return {
    held,
    line: `| ${name} | ${median(times).toFixed(1)} | ${ratio.toFixed(2)} | ${limit?.toFixed(1) ?? ''} | ${peak.toFixed(1)} | ${held ? 'yes' : '**no**'} |`,
  };
});
const report = [
  '# What a step costs to start',
  '',
  'Written by `npm run bench:start-up`. Whole processes of the committed dist against a provider on loopback',
  'that takes no time, environment scrubbed; the ratio is to an empty node process of the same run.',
  '',
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${String(cpus().length)} cores; median of ${String(rounds)} rounds.`,
  '',
  '| process | ms | ratio | at most | peak MiB | holds |',
  '| --- | ---: | ---: | ---: | ---: | --- |',
  ...rows.map(({ line }) => line),
  '',
  `Peak memory: at most ${String(memoryLimit)} MiB.`,
  '',
  '| bundle | KB |',
  '| --- | ---: |',
  ...bundleSizes(),
];
await writeSection('start-up', report);
console.log(report.join('\n'));
if (rows.some(({ held }) => !held)) process.exitCode = 1;

/**
 * @param {string[]} flags
 * @param {(kib: number) => void} [onPeak]
 */
function emptyNode(flags, onPeak) {
  const env = { PATH: process.env['PATH'] ?? '' };
  return timed(spawnMeasured([...flags, '-e', '0'], env, onPeak), 0);
}

/**
 * @param {string[]} flags
 * @param {(kib: number) => void} [onPeak]
 */
async function refusedInput(flags, onPeak) {
  const job = new Job();
  const ms = await measured(job, 'main', { mode: 'rent' }, {}, flags, onPeak, 1);
  job.wipe();
  return ms;
}

/**
 * @param {string[]} flags
 * @param {(kib: number) => void} [onPeak]
 */
async function wholeAcquire(flags, onPeak) {
  const job = new Job();
  const ms = await measured(job, 'main', acquireInputs(), {}, flags, onPeak, 0);
  job.wipe();
  return ms;
}

/**
 * @param {string[]} flags
 * @param {(kib: number) => void} [onPeak]
 */
async function wholePost(flags, onPeak) {
  const job = new Job();
  const { state } = await job.step(acquireInputs());
  const ms = await measured(job, 'post', acquireInputs(), state, flags, onPeak, 0);
  job.wipe();
  return ms;
}

function acquireInputs() {
  return {
    token: 'bench',
    'api-url': provider.url,
    platform: 'whatsapp',
    country: 'indonesia',
    'max-price': '5000',
  };
}

/**
 * @param {Job} job
 * @param {'main' | 'post'} entry
 * @param {Record<string, string>} inputs
 * @param {Record<string, string>} state
 * @param {string[]} flags
 * @param {((kib: number) => void) | undefined} onPeak
 * @param {number} code
 */
function measured(job, entry, inputs, state, flags, onPeak, code) {
  const { file, env } = job.command(entry, '__bench', inputs, state);
  return timed(spawnMeasured([...flags, file], env, onPeak), code);
}

/**
 * @param {string[]} command
 * @param {Record<string, string>} env
 * @param {((kib: number) => void) | undefined} onPeak
 */
function spawnMeasured(command, env, onPeak) {
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, command, {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  child.stdio[3]?.on('data', (chunk) => onPeak?.(Number(String(chunk))));
  return { child, start };
}

/**
 * @param {{ child: import('node:child_process').ChildProcess, start: bigint }} running
 * @param {number} expected exit code
 * @returns {Promise<number>} milliseconds
 */
function timed({ child, start }, expected) {
  return new Promise((resolve, reject) => {
    let ms = 0;
    child.on('exit', () => {
      ms = Number(process.hrtime.bigint() - start) / 1e6;
    });
    child.on('close', (code) => {
      if (code === expected) resolve(ms);
      else reject(new Error(`a measured process ended with ${String(code)}`));
    });
  });
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function bundleSizes() {
  const dist = join(here, '../../dist');
  return readdirSync(dist).map((entry) => {
    const folder = join(dist, entry);
    const bytes = readdirSync(folder)
      .filter((name) => /\.c?js$/.test(name))
      .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    return `| dist/${entry} | ${String(Math.round(bytes / 1000))} |`;
  });
}
