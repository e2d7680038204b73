/** What came back, with the redirect not followed. */
export interface Page {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
}

/** As much of a browser as a login needs: it keeps the cookies of the application, and shows each redirect. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** Opens an address of the application. */
  async open(url: string | URL, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return {
      status: response.status,
      location: response.headers.get('location') ?? undefined,
      text: await response.text(),
    };
  }

  /** The value of a cookie of the application. */
  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  /** The names of the application's cookies. */
  cookieNames(): readonly string[] {
    return [...this.cookies.keys()];
  }

  /** Changes a cookie, as somebody with a hand in the browser can. */
  setCookie(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  /** What an attacker's browser has: nothing. */
  forgetCookies(): void {
    this.cookies.clear();
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';', 1);
    const [name = '', ...value] = pair.split('=');
    if (/;\s*max-age=0(?:;|$)/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value.join('='));
  }
}
