import { request } from 'node:http';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, followUntil, signIn, test, unusedName } from '../fixtures';
import { zip } from '../zip';

// One function, from its name to its end: deployed, called, deployed again, rolled back, deleted.
test.describe.configure({ mode: 'serial' });

let name: string;

test.beforeEach(async ({ page }) => {
  name = unusedName('hello');
  await signIn(page, 'dan');
});

async function open(page: Page, tab?: string): Promise<void> {
  await page.goto('/o/acme/components');
  await page.getByRole('link', { name, exact: true }).click();
  if (tab) await page.getByRole('navigation', { name: 'Views of the component' }).getByRole('link', { name: tab }).click();
}

async function confirm(page: Page, button: string, end: string): Promise<void> {
  await expectAccessible(page);
  await page.getByRole('button', { name: button }).click();
  await followUntil(page, end);
  await expectAccessible(page);
}

/** A program that answers with this text, and perhaps another file beside it. */
function program(text: string, files: Record<string, string> = {}): Buffer {
  const body = `import os\n\ndef handler(event, context):\n    return {"statusCode": 200, "body": "${text} " + os.environ.get("GREETING", "")}\n`;
  return zip({ 'app.py': body, ...files });
}

async function deploy(page: Page, archive: Buffer, message: string): Promise<void> {
  await open(page, 'Versions');
  await page.getByRole('link', { name: 'Deploy code' }).click();
  await page.getByLabel('What is new').fill(message);
  await page.getByLabel('Code as a zip file').setInputFiles({ name: 'code.zip', mimeType: 'application/zip', buffer: archive });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
}

/** Deploys, and waits until the new version has its first share. */
async function deployGradually(page: Page, archive: Buffer, message: string, way: string): Promise<void> {
  await open(page, 'Versions');
  await page.getByRole('link', { name: 'Deploy code' }).click();
  await page.getByLabel('What is new').fill(message);
  await page.getByLabel('Code as a zip file').setInputFiles({ name: 'code.zip', mimeType: 'application/zip', buffer: archive });
  await page.getByText('How the traffic moves').click();
  await page.getByRole('radio', { name: way }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await followUntil(page, '10 % of the traffic');
}

/** The host name under which the function is reached. */
async function host(page: Page): Promise<string> {
  await open(page);
  const command = await page.getByText(/^curl /).first().innerText();
  return new URL(command.replace('curl ', '')).host;
}

/** What a host answers: the stand-in takes the part of the load balancer. */
function ask(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(process.env.AWS_STAND_IN!, { headers: { host } }, (answer) => {
      let body = '';
      answer.on('data', (piece) => { body += piece; });
      answer.on('end', () => resolve(`${answer.statusCode} ${body.trim()}`));
    });
    asked.on('error', reject).end();
  });
}

/** What the function's address answers. */
async function call(page: Page): Promise<string> {
  return ask(await host(page));
}

test('a name is enough to get a function, which says that it has no code', async ({ page }) => {
  await page.goto('/o/acme/components');
  await page.getByRole('link', { name: 'New component' }).first().click();
  await page.getByRole('navigation', { name: 'Kind' }).getByRole('link', { name: 'Function' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await confirm(page, 'Create it', 'It has been created');
  await open(page);
  await expect(page.getByText('No code has been deployed yet')).toBeVisible();
  await expectAccessible(page);
  expect(await call(page)).toMatch(/^404 /);
});

test('who is on the allow-list reaches it', async ({ page }) => {
  await open(page, 'Allow-list');
  await page.getByLabel('Network', { exact: true }).fill('127.0.0.1');
  await page.getByLabel('Label', { exact: true }).fill('This machine');
  await page.getByRole('button', { name: 'Show plan' }).first().click();
  await confirm(page, 'Apply the change', 'The change is in force');
  expect(await call(page)).toMatch(/^200 /);
});

test('what is no archive is refused at its field', async ({ page }) => {
  await deploy(page, Buffer.from('no archive'), 'Nothing');
  await expect(page.getByRole('alert')).toContainText('zip');
  await expect(page.getByLabel('What is new')).toHaveValue('Nothing');
  await expectAccessible(page);
});

test('code is live seconds after it was sent', async ({ page }) => {
  await deploy(page, program('first'), 'The first version');
  await followUntil(page, 'It is live');
  await expectAccessible(page);
  expect(await call(page)).toBe('200 first');
  await deploy(page, program('second', { 'more.txt': 'more' }), 'The second version');
  await followUntil(page, 'It is live');
  expect(await call(page)).toBe('200 second');
});

test('variables are a version of their own', async ({ page }) => {
  await open(page, 'Variables');
  await page.getByRole('textbox', { name: /^Variables/ }).fill('GREETING=hello');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Deploy these variables' }).click();
  await followUntil(page, 'It is live');
  expect(await call(page)).toBe('200 second hello');
});

test('an event runs it, its address answers the portal, and both are counted', async ({ page }) => {
  await open(page, 'Try');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const outcome = page.locator('#outcome');
  await expect(outcome).toContainText('It answered');
  await expect(outcome).toContainText('of 512 MB');
  await expect(outcome).toContainText('second hello');
  await expectAccessible(page);
  await page.getByLabel('Path', { exact: true }).fill('/orders?limit=5');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.locator('#answer')).toContainText('200 OK');
  await expect(page.locator('#answer')).toContainText('second hello');
  await expectAccessible(page);
  await open(page, 'Metrics');
  await expect(page.getByRole('heading', { name: 'The function as a whole' })).toBeVisible();
  await expectAccessible(page);
});

test('versions are compared, and an earlier one comes back with one click', async ({ page }) => {
  await open(page, 'Versions');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Version 1', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Compared with version 3' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'more.txt' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Roll back' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Code and configuration' }).click();
  await followUntil(page, 'The earlier version is live again');
  expect(await call(page)).toBe('200 first');

  await open(page, 'Versions');
  await page.getByRole('row').filter({ hasText: 'The second version' }).getByRole('link', { name: 'Roll back' }).click();
  await page.getByRole('button', { name: 'Code only' }).click();
  await followUntil(page, 'It is live');
  expect(await call(page)).toBe('200 second');
});

test('a version that fails is sent back by itself, and one that works gets all the traffic', async ({ page }) => {
  test.setTimeout(300_000);
  const address = await host(page);
  const failing = zip({ 'app.py': 'def handler(event, context):\n    raise RuntimeError("planted")\n' });
  await deployGradually(page, failing, 'Broken', 'A tenth first, then all');
  await expect(page.getByText('more than 5 % of its requests fail')).toBeVisible();
  await expectAccessible(page);
  const operation = page.url();
  let failed = 0;
  await expect(async () => {
    for (let calls = 0; calls < 20; calls += 1) if (!(await ask(address)).startsWith('200')) failed += 1;
    await page.goto(operation);
    await expect(page.getByText('Why it was sent back')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 120_000 });
  expect(failed).toBeGreaterThan(2);
  await expect(page.getByText('A guard of the roll-out sent the new version back', { exact: false })).toBeVisible();
  await expect(page.getByRole('figure').filter({ hasText: 'Failed requests' })).toBeVisible();
  await expectAccessible(page);
  for (let calls = 0; calls < 20; calls += 1) expect(await ask(address)).toBe('200 second');
  await open(page, 'Versions');
  await expect(page.getByRole('row').filter({ hasText: 'Broken' })).toContainText('Sent back');

  await deployGradually(page, program('third'), 'Third', 'By hand');
  await expect(page.getByText('It waits for you', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Give it 50 %' }).click();
  await followUntil(page, '50 % of the traffic');
  await page.getByRole('button', { name: 'Give it all the traffic' }).click();
  await followUntil(page, 'It is live');
  expect(await ask(address)).toBe('200 third');
});

test('other settings keep the code and its variables', async ({ page }) => {
  await open(page, 'Settings');
  await page.getByLabel('Memory in MB').fill('1024');
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await confirm(page, 'Apply the change', 'The change is in force');
  expect(await call(page)).toBe('200 third');
});

test('it goes when its name is typed', async ({ page }) => {
  await open(page, 'Settings');
  await page.getByRole('button', { name: 'Plan the deletion' }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await confirm(page, 'Delete it for good', 'It has been deleted');
});
