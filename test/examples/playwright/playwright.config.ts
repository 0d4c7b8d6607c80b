import { defineConfig } from '@playwright/test';

const { APP_URL = 'http://127.0.0.1:3000', CHROMIUM_PATH = '/usr/bin/chromium' } = process.env;

export default defineConfig({
  testDir: '.',
  outputDir: '../../../node_modules/.cache/examples/playwright',
  reporter: 'list',
  timeout: 180_000, // an SMS takes longer than the 30 s that Playwright gives a test
  use: {
    baseURL: APP_URL,
    launchOptions: {
      executablePath: CHROMIUM_PATH,
      // It talks to nobody but the app.
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-gpu',
        '--disable-quic',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
