import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const inActions = process.env['GITHUB_ACTIONS'] === 'true';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    reporters: [
      'default',
      ...(inActions ? ['github-actions'] : []),
      ['json', { outputFile: 'coverage/tests.json' }], // .ci/run reads its numbers
    ],
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
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
