import { explore, shortest, type Counterexample } from './explore.ts';
import { MUTANTS } from './mutants.ts';
import { PROTOCOL } from './protocol.ts';
import { PROOF } from './settings.ts';
import { SITUATIONS } from './situations.ts';
import { FAULTS } from './world.ts';

/**
 * `npm run model`: explores every interleaving of main, post, a sibling job, the network and the
 * server, for each setting; then shows that each mutant of the protocol is found out. Ends with 1
 * if an invariant breaks, a mutant lives, or a mishap or an end was never met.
 */
const began = process.cpuUsage();
const met = new Set<string>();
let failed = 0;
let states = 0;
let transitions = 0;

for (const { why, setting } of PROOF) {
  const from = process.cpuUsage();
  const found = explore({ setting, protocol: PROTOCOL });
  const { purchases, faults } = setting;
  console.log(
    `${why}: ${String(purchases)} purchases, ${String(faults)} faults: ${figures(found.states)} states, ${figures(found.transitions)} transitions, depth ${String(found.depth)}, ${seconds(from)}`,
  );
  states += found.states;
  transitions += found.transitions;
  for (const name of [...found.faults.keys(), ...found.ends.keys()]) met.add(name);
  if (found.counterexample === null) continue;
  failed += 1;
  tell(shortest({ setting, protocol: PROTOCOL }, 300_000) ?? found.counterexample);
}

const unmet = [...FAULTS, ...SITUATIONS].filter((name) => !met.has(name));
for (const name of unmet) console.log(`Never met: ${name}.`);

for (const { breaks, protocol, setting } of MUTANTS) {
  const { counterexample } = explore({ protocol, setting });
  const end = counterexample === null ? 'LIVES' : `dies: ${counterexample.found}`;
  console.log(`mutant of "${breaks}" ${end}`);
  if (counterexample === null) failed += 1;
  else if (process.argv.includes('--tell'))
    tell(shortest({ protocol, setting }, 300_000) ?? counterexample);
}

const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `${figures(states)} states, ${figures(transitions)} transitions, ${String(MUTANTS.length)} mutants, ${seconds(began)} of one core, ${String(memory)} MB at most.`,
);
if (failed > 0 || unmet.length > 0) process.exitCode = 1;

function tell({ says, found, trace }: Counterexample): void {
  console.log(`\nBroken: ${says}\nFound: ${found}`);
  for (const line of trace) console.log(line);
  console.log('');
}

function figures(count: number): string {
  return count.toLocaleString('en');
}

function seconds(from: NodeJS.CpuUsage): string {
  return `${(process.cpuUsage(from).user / 1e6).toFixed(1)} s`;
}
