import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { findings } from './workflows.mjs';

const action = /** @type {import('./workflows.mjs').Action} */ (
  parse(readFileSync('action.yml', 'utf8'))
);
const folder = '.github/workflows';

for (const file of readdirSync(folder)) {
  const path = `${folder}/${file}`;
  for (const finding of await findings(readFileSync(path, 'utf8'), path, action)) {
    console.error(finding);
    process.exitCode = 1;
  }
}
