import type { Page } from '@playwright/test';
import { expect, expectAccessible, followUntil, signIn, test, unusedName } from '../fixtures';

// One database, from its name to its final snapshot, as a developer of the sample organization sees it.
test.describe.configure({ mode: 'serial' });

let database: string;

test.beforeEach(async ({ page }) => {
  database = unusedName('orders');
  await signIn(page, 'dan');
});

async function open(page: Page, tab?: string): Promise<void> {
  await page.goto('/o/acme/components');
  await page.getByRole('link', { name: database, exact: true }).click();
  if (tab) await page.getByRole('navigation', { name: 'Views of the component' }).getByRole('link', { name: tab }).click();
}

async function confirm(page: Page, button: string, end: string): Promise<void> {
  await expectAccessible(page);
  await page.getByRole('button', { name: button }).click();
  await followUntil(page, end);
  await expectAccessible(page);
}

test('a name is enough to get a database and its endpoint', async ({ page }) => {
  await page.goto('/o/acme/components');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'New component' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(database);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Create ${database}`);
  await confirm(page, 'Create it', 'It has been created');

  await open(page);
  await expect(page.getByText(/\.rds\.amazonaws\.com/).first()).toBeVisible();
  await expect(page.getByText('Nobody can connect yet')).toBeVisible();
  await expectAccessible(page);
});

test('one\'s own address can connect for a day', async ({ page }) => {
  await open(page, 'Allow-list');
  await expectAccessible(page);
  await page.getByLabel('Network', { exact: true }).fill('198.51.100.7');
  await page.getByLabel('Label', { exact: true }).fill('Office of Dan');
  await page.getByLabel('Ends', { exact: true }).selectOption({ label: 'In 1 day' });
  await page.getByRole('button', { name: 'Show plan' }).first().click();
  await confirm(page, 'Apply the change', 'The change is in force');

  await open(page, 'Allow-list');
  await expect(page.getByText('198.51.100.7/32')).toBeVisible();
  await expect(page.getByText('Office of Dan')).toBeVisible();
});

test('a mistake is named at its field and loses nothing that was typed', async ({ page }) => {
  await open(page, 'Allow-list');
  await page.getByLabel('Network', { exact: true }).fill('198.51.100.300');
  await page.getByLabel('Label', { exact: true }).fill('Typing mistake');
  await page.getByRole('button', { name: 'Show plan' }).first().click();
  await expect(page.getByLabel('Network', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Label', { exact: true })).toHaveValue('Typing mistake');
  await expectAccessible(page);
});

test('maintenance happens at night in Tokyo', async ({ page }) => {
  await open(page, 'Maintenance');
  await expectAccessible(page);
  await page.getByLabel('Time zone').fill('Asia/Tokyo');
  await page.getByLabel('Day', { exact: true }).selectOption({ label: 'Wednesday' });
  await page.getByLabel('Opens at').fill('02:00');
  await page.getByRole('button', { name: 'Show plan' }).click();
  await confirm(page, 'Apply the change', 'The change is in force');

  await open(page, 'Maintenance');
  await expect(page.getByText('Asia/Tokyo').first()).toBeVisible();
});

test('the audit trail says who changed what, before and after', async ({ page }) => {
  await page.goto('/o/acme/audit');
  await expectAccessible(page);
  await expect(page.getByText(database).first()).toBeVisible();
  await page.goto('/o/acme/audit?action=component.allow_list_changed');
  await page.getByRole('row').filter({ hasText: database }).getByRole('link').first().click();
  await expect(page.getByText('198.51.100.7/32').first()).toBeVisible();
  await expectAccessible(page);
});

test('a typed name deletes it, and a final snapshot stays', async ({ page }) => {
  await open(page, 'Settings');
  const protection = page.getByLabel('Deletion protection');
  if (await protection.isChecked()) {
    await protection.uncheck();
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await confirm(page, 'Apply the change', 'The change is in force');
    await open(page, 'Settings');
  }
  await page.getByRole('button', { name: 'Plan the deletion' }).click();
  await expect(page.getByText('Data will be lost')).toBeVisible();
  await page.getByLabel(`Type ${database} to confirm`).fill(database);
  await confirm(page, 'Delete it for good', 'It has been deleted');
});
