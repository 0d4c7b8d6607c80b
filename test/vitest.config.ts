import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const inActions = process.env['GITHUB_ACTIONS'] === 'true';

const languageService = /@actions\/(languageservice|workflow-parser|expressions)\//;

export default defineConfig({
  plugins: [
    {
      // Its source maps name files that it does not ship, and Vite warns of each.
      name: 'no-source-maps',
      enforce: 'pre',
      load(id) {
        if (!languageService.test(id) || !id.endsWith('.js')) return null;
        return readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
      },
    },
  ],
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    reporters: [
      'default',
      ...(inActions ? ['github-actions'] : []),
      ['json', { outputFile: 'coverage/tests.json' }], // .ci/run reads its numbers
    ],
    server: { deps: { inline: [languageService] } },
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        'src/domain/**': { branches: 95 },
        'src/smscode/**': { branches: 95 },
      },
    },
  },
});
