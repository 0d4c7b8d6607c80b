import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Prints how many branches of the layers that must be well tested the last test run has taken. */

/** @type {Record<string, { branches: { total: number, covered: number } }>} */
const files = JSON.parse(readFileSync('coverage/coverage-summary.json', 'utf8'));

for (const folder of ['src/domain', 'src/smscode', 'src/modes', 'src/action', 'src/sandbox']) {
  let total = 0;
  let covered = 0;
  for (const [path, { branches }] of Object.entries(files)) {
    if (!relative('', path).replaceAll('\\', '/').startsWith(`${folder}/`)) continue;
    total += branches.total;
    covered += branches.covered;
  }
  const share = total === 0 ? 100 : (100 * covered) / total;
  console.log(`${folder}: ${share.toFixed(1)} % of ${String(total)} branches`);
}
