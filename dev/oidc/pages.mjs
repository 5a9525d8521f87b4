// The provider's few pages: plain HTML, complete without JavaScript.
const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; display: grid; place-items: center; min-height: 100vh; }
  main { width: min(26rem, calc(100vw - 2rem)); padding: 2rem 0; }
  h1 { font-size: 1.25rem; }
  label { display: block; margin-top: 1rem; font-weight: 600; }
  input, button { box-sizing: border-box; width: 100%; padding: .6rem .75rem; font: inherit; border: 1px solid #767676; border-radius: 6px; }
  button { margin-top: 1rem; cursor: pointer; color: light-dark(#fff, #111); background: light-dark(#1f4fbf, #9db8ff); border-color: transparent; }
  .accounts { margin-top: 2rem; padding: 0; list-style: none; }
  .accounts button { margin-top: .25rem; text-align: left; color: inherit; background: transparent; border-color: #767676; }
  .accounts small { display: block; }
  [role=alert] { padding: .75rem; border-left: 4px solid #b3261e; background: light-dark(#fdecea, #3b1512); }
  pre { white-space: pre-wrap; }`;

const escaped = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (title, content) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>${content}</main></body>
</html>`;

/** The form of the sign-in; `email` is what was typed before, `wrong` whether it was refused. */
export function signInPage(accounts, { email = '', wrong = false } = {}) {
  const sample = accounts.map((account) => `<li><button name="account" value="${escaped(account.sub)}">${escaped(account.email)}
    <small>${escaped(account.about)}</small></button></li>`).join('');
  return page('Sign in to the local company account', `
    ${wrong ? '<p role="alert">This email and password do not belong together.</p>' : ''}
    <form method="post">
      <label for="email">Email</label>
      <input id="email" name="email" type="email" autocomplete="username" value="${escaped(email)}" required autofocus>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      <button name="submit" value="yes">Sign in</button>
    </form>
    <form method="post"><h2>Sample accounts</h2><ul class="accounts">${sample}</ul></form>
    <form method="post"><button name="deny" value="yes">Do not sign in</button></form>`);
}

/** Asks before the provider's own session ends; `form` is the provider's hidden form. */
export const signOutPage = (form) => page('Sign out of the company account', `${form}
  <button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
  <button type="submit" form="op.logoutForm">Stay signed in</button>`);

/** Shown after a sign-out that names no page to go back to. */
export const signedOutPage = () => page('You are signed out', '');

/** An error of the protocol, for the person who configures the client. */
export const errorPage = (out) => page('This request was refused', Object.entries(out)
  .map(([name, value]) => `<pre><strong>${escaped(name)}</strong>: ${escaped(value)}</pre>`).join(''));
