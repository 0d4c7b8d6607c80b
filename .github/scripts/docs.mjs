import { readFileSync, writeFileSync } from 'node:fs';
import { withIncludes } from './includes.mjs';
import { withTables } from './tables.mjs';

/** @param {string} path */
const read = (path) => readFileSync(path, 'utf8');

const readme = withIncludes(read('README.md'), read);
writeFileSync('README.md', await withTables(readme, read('action.yml')));
