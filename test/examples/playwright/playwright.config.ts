import { defineConfig } from '@playwright/test';

const { APP_URL = 'http://127.0.0.1:3000', CHROMIUM_PATH } = process.env;

export default defineConfig({
  testDir: '.',
  // An SMS takes its time: longer than the 30 s that Playwright gives a test.
  timeout: 180_000,
  reporter: 'list',
  use: {
    baseURL: APP_URL,
    launchOptions: {
      ...(CHROMIUM_PATH === undefined ? {} : { executablePath: CHROMIUM_PATH }),
      args: ['--disable-background-networking', '--disable-quic', '--disable-gpu'],
    },
  },
});
