import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIRequestContext } from '@playwright/test';

import { account, expect, expectAccessible, signIn, test } from '../fixtures';

/** Whom a token stands for. */
async function whoami(request: APIRequestContext, token: string): Promise<string> {
  const answer = await request.get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status()).toBe(200);
  return (await answer.json()).email;
}

test('a command line on another machine is let in with the code that it shows', async ({ page, request }) => {
  const name = `build-${randomBytes(3).toString('hex')}`;
  const asked = await (await request.post('/api/v1/device', { form: { name } })).json();
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: asked.device_code };
  expect((await (await request.post('/api/v1/tokens', { form })).json()).error).toBe('authorization_pending');

  await signIn(page, 'dan');
  await page.goto('/device');
  await page.getByLabel('Code').fill('BCDF-GHJK');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Code').fill(asked.user_code.toLowerCase());
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Let it act as me' }).click();
  await page.waitForURL('/device/done');

  const granted = async () => (await (await request.post('/api/v1/tokens', { form })).json()).access_token ?? '';
  await expect.poll(granted, { intervals: [5_000], timeout: 30_000 }).toMatch(/^pv/);
  await page.getByRole('link', { name: 'See where you are signed in' }).click();
  await expect(page.getByText(name)).toBeVisible();
  await expectAccessible(page);
});

test('a command line on this machine gets its answer at the address where it listens', async ({ page, request }) => {
  const asked: string[] = [];
  const listens = createServer((incoming, answer) => {
    asked.push(incoming.url ?? '');
    answer.end('<!DOCTYPE html><html lang="en"><title>pv</title><link rel="icon" href="data:,"><h1>Go back to pv</h1>');
  });
  await new Promise<void>((listening) => listens.listen(0, '127.0.0.1', listening));
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const { port } = listens.address() as AddressInfo;
  const ask = `/cli/authorize?port=${port}&challenge=${challenge}&state=state-1&name=laptop`;
  try {
    await signIn(page, 'dan');
    await page.goto(ask);
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.waitForURL(/error=access_denied/);
    await page.goto(ask);
    await page.getByRole('button', { name: 'Let it act as me' }).click();
    await page.waitForURL(/code=/);
  } finally {
    listens.close();
  }
  const led = new URLSearchParams(asked.findLast((url) => url.includes('code='))?.split('?')[1]);
  expect(led.get('state')).toBe('state-1');
  const form = { grant_type: 'authorization_code', code: led.get('code') ?? '', code_verifier: verifier };
  const granted = await (await request.post('/api/v1/tokens', { form })).json();
  expect(await whoami(request, granted.access_token)).toBe(account('dan').email);
  expect((await (await request.post('/api/v1/tokens', { form })).json()).error).toBe('invalid_grant');
});
