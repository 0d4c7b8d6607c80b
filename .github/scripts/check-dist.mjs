import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, dist, filesIn } from './bundle.mjs';

// Fails, naming the files, when dist/ is not what the source builds.
const files = await bundle();
const stale = [...new Set([...files.keys(), ...filesIn(dist)])].sort().filter((name) => {
  const expected = files.get(name);
  const file = join(dist, name);
  return expected === undefined || !existsSync(file) || !expected.equals(readFileSync(file));
});
for (const name of stale) console.error(`dist/${name} is not what the source builds.`);
if (stale.length > 0) {
  console.error('Run "npm run build" and commit dist.');
  process.exitCode = 1;
}
