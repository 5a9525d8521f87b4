// What the provider is told: one client, the sample accounts' claims, and the features that Provisioner relies on.
import { readFileSync } from 'node:fs';
import { errorPage, signOutPage, signedOutPage } from './pages.mjs';

export const PASSWORD = 'pw';
export const accounts = JSON.parse(readFileSync(new URL('accounts.json', import.meta.url), 'utf8'));

const SCOPES = 'openid email profile groups';

function claimsOf(account) {
  const { about, ...claims } = account;
  return { email_verified: true, groups: [], platform_roles: [], ...claims };
}

/** The provider's configuration for the signing keys of the moment and the address of the server that signs in. */
export function configuration(keys, { clientSecret, provisioner }) {
  return {
    jwks: { keys },
    clients: [{
      client_id: 'provisioner',
      client_secret: clientSecret,
      client_name: 'Provisioner',
      redirect_uris: [`${provisioner}/auth/callback`],
      post_logout_redirect_uris: [`${provisioner}/`],
      backchannel_logout_uri: `${provisioner}/auth/backchannel-logout`,
      backchannel_logout_session_required: true,
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    }],
    scopes: SCOPES.split(' '),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups', 'platform_roles'] },
    // The claims of the scopes belong in the ID token: Provisioner asks no userinfo endpoint.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: [clientSecret] },
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 43_200, IdToken: 300, Interaction: 600, Session: 43_200 },
    findAccount: (ctx, sub) => {
      const account = accounts.find((candidate) => candidate.sub === sub);
      return account && { accountId: sub, claims: () => claimsOf(account) };
    },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    // Its own company's provider asks nobody for consent.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => { ctx.body = signOutPage(form); },
        postLogoutSuccessSource: (ctx) => { ctx.body = signedOutPage(); },
      },
    },
    renderError: (ctx, out) => { ctx.type = 'html'; ctx.body = errorPage(out); },
    // Its own fetch refuses loopback addresses, where the server under test is.
    fetch: (url, { dispatcher, ...options }) => fetch(url, { ...options, signal: AbortSignal.timeout(2500) }),
  };
}
