import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './tables.mjs';

const readme = readFileSync('README.md', 'utf8');
writeFileSync('README.md', await withTables(readme, readFileSync('action.yml', 'utf8')));
