import { expect, expectAccessible, signIn, test } from '../fixtures';

/** What each of the people opens; the first part of an account's address, and paths. */
const PAGES: Record<string, string[]> = {
  alice: ['/', '/organizations', '/o/acme', '/o/acme/components', '/o/acme/components/new', '/o/acme/components/new?kind=function', '/o/acme/members',
    '/o/acme/settings', '/o/acme/settings/ci', '/o/acme/settings/ci/new', '/o/acme/maintenance', '/o/acme/audit', '/account/sessions', '/preferences', '/device', '/device/done',
    '/cli/authorize?port=4711&challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&state=s&name=laptop'],
  vera: ['/o/acme', '/o/acme/components', '/o/acme/audit'],
  otto: ['/', '/platform/accounts'],
  ada: ['/platform/audit'],
  nobody: ['/', '/organizations'],
};

for (const [name, paths] of Object.entries(PAGES)) {
  test(`the pages of ${name} are without a fault, in light and dark, wide and narrow`, async ({ page }) => {
    await signIn(page, name);
    for (const path of paths) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const response = await page.goto(path);
        expect(response?.status(), path).toBe(200);
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        await expectAccessible(page);
      }
      await page.setViewportSize({ width: 360, height: 800 });
      const overflow = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
      expect(overflow, `${path} scrolls sideways at 360 px`).toBeLessThanOrEqual(0);
      await expectAccessible(page);
      await page.setViewportSize({ width: 1280, height: 900 });
    }
  });
}

test('an address that is not there says so and shows the way back', async ({ page }) => {
  const response = await page.goto('/o/acme/nothing-here');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test('another organization looks as if it were not there', async ({ page }) => {
  await signIn(page, 'dan');
  for (const path of ['/o/globex', '/o/globex/components', '/o/globex/audit', '/platform/accounts']) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});
