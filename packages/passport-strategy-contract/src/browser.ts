/** A response. Redirects are not followed. */
export interface Page {
  /** The HTTP status. */
  readonly status: number;
  /** The `Location` header, if there is one. */
  readonly location: string | undefined;
  /** The body. */
  readonly text: string;
}

/** A browser with cookies. It does not follow redirects. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** Sends a request with the cookies, and keeps the cookies of the response. Default: a GET. */
  async open(
    url: string | URL,
    headers: Readonly<Record<string, string>> = {},
    init: { readonly method?: 'HEAD' | 'POST'; readonly body?: string } = {},
  ): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
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

  /** Sets a cookie. */
  setCookie(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  /** Deletes all cookies. */
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
