import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Apart from the tests: these need a browser, jq and Python (.github/scripts/example-tools.sh).
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/examples/**/*.e2e.ts'],
    reporters: ['verbose'],
    testTimeout: 120_000, // a browser on a busy machine
  },
});
