import { account, expect, expectAccessible, signIn, test } from '../fixtures';

test('a person signs in, is named, and signs out everywhere', async ({ page }) => {
  await page.goto('/');
  await expectAccessible(page);
  await signIn(page, 'dan');
  await expectAccessible(page);
  const menu = page.getByRole('button', { name: account('dan').name });
  await menu.click();
  await page.getByRole('button', { name: 'Sign out' }).click();

  // The company account asks by itself whether its own session should end too.
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL('/');
  await expect(menu).toHaveCount(0);
  await page.goto('/organizations');
  await expect(page.getByLabel('Password')).toBeVisible();
});

test('a sign-in that is refused leads back to a page that helps', async ({ page }) => {
  await page.goto('/auth/login?return_to=%2F');
  await page.getByRole('button', { name: 'Do not sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
});
