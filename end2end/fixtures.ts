// What every journey starts from: a page that may say nothing on its console, and the people of the sample.
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type Page, expect, test as base } from '@playwright/test';

export { expect };

interface Account {
  sub: string;
  email: string;
  name: string;
}

const ACCOUNTS = JSON.parse(readFileSync(new URL('../dev/oidc/accounts.json', import.meta.url), 'utf8')) as Account[];

/** The sample account with this first part of its address, such as `dan`. */
export function account(name: string): Account {
  const found = ACCOUNTS.find(({ email }) => email.startsWith(`${name}@`));
  if (!found) throw new Error(`no sample account ${name}`);
  return found;
}

export const test = base.extend<{ quietConsole: void }>({
  quietConsole: [async ({ page }, use) => {
    const said: string[] = [];
    page.on('console', (message) => {
      // What a journey asks for on purpose (a page that is not there) is no fault of the page.
      if (!message.text().startsWith('Failed to load resource: the server responded with a status of 4')) {
        said.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 500) said.push(`status ${response.status()}: ${response.url()}`);
    });
    await use();
    expect(said, 'nothing on the console, no status 5xx').toEqual([]);
  }, { auto: true }],
});

/** Signs in with the email and the password of a sample account, from any page. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/auth/login?return_to=%2F');
  await page.getByLabel('Email').fill(account(name).email);
  await page.getByLabel('Password').fill('pw');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.origin === process.env.PROVISIONER_URL);
}

/** Whether this project's browser runs scripts. */
export function scriptsRun(): boolean {
  return test.info().project.use.javaScriptEnabled !== false;
}

/** Expects the page to have no fault that axe finds. Only where scripts run, because axe is one. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!scriptsRun()) return;
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual([]);
}

/**
 * Follows the operation on the page until this text says how it ended. Without scripts a person reloads.
 * Nothing waits by the clock: the page is looked at again and again.
 */
export async function followUntil(page: Page, end: string): Promise<void> {
  const ended = page.getByText(end, { exact: true });
  await expect(async () => {
    if (!scriptsRun()) await page.reload();
    await expect(ended).toBeVisible({ timeout: scriptsRun() ? 60_000 : 500 });
  }).toPass({ timeout: 90_000 });
}

/** A name that is not taken: the projects of the test share one server. */
export function unusedName(word: string): string {
  return `${word}-${scriptsRun() ? 'live' : 'plain'}`;
}
