import { defineConfig } from '@playwright/test';

/** Playwright's own browser is not downloaded: Debian's is used. */
const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
};

export default defineConfig({
  testDir: 'journeys',
  outputDir: 'results/tests',
  globalSetup: './stage.ts',
  // The journeys share one server; what one leaves behind must not depend on chance.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    // Set by the stage before the first journey starts.
    baseURL: process.env.PROVISIONER_URL,
    launchOptions,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 900 },
  },
  projects: [
    { name: 'chromium' },
    { name: 'chromium without JavaScript', use: { javaScriptEnabled: false } },
  ],
});
