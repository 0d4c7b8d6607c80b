import { parseArgs } from 'node:util';
import { brokenIn } from './invariants.mjs';
import { play } from './play.mjs';
import { tellRun } from './report.mjs';
import { scenarioOf } from './scenario.mjs';
import { Tally } from './tally.mjs';

/**
 * `npm run chaos -- --seed N --runs N`: plays scenario after scenario against the built action and
 * the built sandbox, and ends with 1 if an invariant did not hold. Needs nothing installed. A run
 * takes part of a second; a failed one is told in full, and its seed alone plays it again.
 */
const { values } = parseArgs({
  options: {
    /** The first seed; the runs take the ones that follow. */
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '300' },
    /** Runs side by side. */
    side: { type: 'string', default: '3' },
    /** Folder of another build of the action. */
    dist: { type: 'string' },
    /** Tells every run in full. */
    tell: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const runs = Number(values.runs);
const built = values.dist === undefined ? {} : { dist: values.dist };

const tally = new Tally();
/** @type {number[]} */
const failed = [];
let next = first;
const began = performance.now();

console.log(`Seeds ${first} to ${first + runs - 1}, ${values.side} side by side.`);
await Promise.all(Array.from({ length: Number(values.side) }, playOn));

const seconds = (performance.now() - began) / 1000;
const gaps = runs >= 300 ? tally.gaps() : [];
console.log('');
for (const line of tally.lines()) console.log(line);
for (const gap of gaps) console.log(`Not met often enough: ${gap}.`);
if (failed.length > 0) console.log(`Failed seeds: ${failed.toSorted((a, b) => a - b).join(' ')}`);
console.log(`${seconds.toFixed(0)} s, ${(seconds / runs).toFixed(2)} s a run.`);
console.log(tally.summary(failed.length));
if (failed.length > 0 || gaps.length > 0) process.exitCode = 1;

async function playOn() {
  while (next < first + runs) {
    const seed = next;
    next += 1;
    await playOne(seed);
    const done = seed - first + 1;
    if (done % 50 === 0) console.log(`${done} of ${runs}`);
  }
}

/** @param {number} seed */
async function playOne(seed) {
  const scenario = scenarioOf(seed);
  try {
    const run = await play(scenario, built);
    tally.add(run);
    const broken = brokenIn(run);
    if (broken.length === 0 && !values.tell) return;
    if (broken.length > 0) failed.push(seed);
    const verdict = broken.flatMap(({ says, found }) => [`BROKEN: ${says}`, ...found]);
    console.log([`\n== seed ${seed}`, ...verdict, ...tellRun(run), again(seed)].join('\n'));
  } catch (error) {
    failed.push(seed);
    console.log(`\n== seed ${seed}: the harness itself failed`, scenario, error, again(seed));
  }
}

/** @param {number} seed */
function again(seed) {
  return `Play it again: npm run chaos -- --seed ${seed} --runs 1`;
}
