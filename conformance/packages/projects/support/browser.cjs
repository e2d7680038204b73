'use strict';

/** As much of a browser as a login needs: it keeps cookies, and follows no redirect by itself. */
class Browser {
  #cookies = new Map();

  async open(url) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#cookies.set(name, value);
    }
    return response;
  }
}

/**
 * Signs the first user in at `/login/<name>` of an application, and reads at `/me` who is signed in then.
 *
 * @param origin - of the application, which has `/login/<name>`, `/callback/<name>` and `/me`
 * @param service - the emulated one
 * @param beforeCallback - called when the user has consented, and the application does not know yet
 */
async function signIn(origin, name, service, beforeCallback = () => {}) {
  const browser = new Browser();
  service.registerCallback(`${origin}/callback/${name}`);
  const login = await browser.open(`${origin}/login/${name}`);
  const authorization = login.headers.get('location');
  if (authorization === null) throw new Error(`${name} did not redirect: ${await login.text()}`);
  const callback = await service.authorize(authorization);
  beforeCallback();
  const answer = await browser.open(callback);
  if (answer.status >= 400) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  return (await browser.open(`${origin}/me`)).json();
}

module.exports = { signIn };
