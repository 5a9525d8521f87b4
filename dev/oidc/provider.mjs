// The local OIDC provider. Environment: OIDC_PORT, PROVISIONER_URL (where the server answers), OIDC_CLIENT_SECRET.
// It stops on SIGTERM, and when its standard input ends, so that it never outlives the process that started it.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';
import { PASSWORD, accounts, configuration } from './configuration.mjs';
import { errorPage, signInPage } from './pages.mjs';

const port = Number(process.env.OIDC_PORT);
const issuer = `http://127.0.0.1:${port}`;
const client = { clientSecret: process.env.OIDC_CLIENT_SECRET, provisioner: process.env.PROVISIONER_URL };

function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

let keys = [newKey()];
let provider;

function rebuild() {
  provider = new Provider(issuer, configuration(keys, client));
  provider.on('server_error', (ctx, error) => console.error(error));
  provider.on('backchannel.error', (ctx, error) => console.error('back-channel logout:', error.message));
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

function html(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(text);
}

async function interaction(request, response) {
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') return html(response, 200, signInPage(accounts));
  const form = await bodyOf(request);
  const finish = (result) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  if (form.has('deny')) return finish({ error: 'access_denied', error_description: 'The sign-in was refused.' });
  const account = form.has('account')
    ? accounts.find(({ sub }) => sub === form.get('account'))
    : accounts.find(({ email }) => email === form.get('email') && form.get('password') === PASSWORD);
  if (!account) return html(response, 401, signInPage(accounts, { email: form.get('email') ?? '', wrong: true }));
  return finish({ login: { accountId: account.sub } });
}

/** Tests rotate the signing key: a new one first, the old ones kept for tokens that are out, or dropped. */
function rotate(url, response) {
  keys = url.searchParams.has('drop') ? [newKey()] : [newKey(), ...keys];
  rebuild();
  response.end(keys[0].kid);
}

rebuild();
const server = http.createServer((request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname === '/_test/rotate' && request.method === 'POST') return rotate(url, response);
  // Browsers ask for it on every page, and say on the console that it is not there.
  if (url.pathname === '/favicon.ico') return html(response, 204);
  if (!url.pathname.startsWith('/interaction/')) return provider.callback()(request, response);
  return interaction(request, response).catch((error) => html(response, 400, errorPage({ error: error.message })));
});
server.listen(port, '127.0.0.1');

const stop = () => process.exit(0);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.stdin.on('end', stop).resume();
