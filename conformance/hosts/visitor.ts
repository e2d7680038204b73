/** What came back, with the redirect not followed. */
export interface Page {
  readonly status: number;
  readonly location: string | undefined;
  /** Headers and body, as everything that a visitor can see. */
  readonly text: string;
}

/** A person with a browser: it keeps the application's cookies, also those that expire, and shows each redirect. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  /** @param target - a path of the application, or a whole URL of it */
  async open(target: string, method: 'GET' | 'POST' = 'GET'): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(target, this.origin), {
      method,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) },
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const headers = [...response.headers].filter(([name]) => name !== 'set-cookie');
    return {
      status: response.status,
      location: response.headers.get('location') ?? undefined,
      text: `${headers.map((pair) => pair.join(': ')).join('\n')}\n\n${await response.text()}`,
    };
  }

  forgetCookies(): void {
    this.cookies.clear();
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const [, expires] = /;\s*expires=([^;]+)/i.exec(line) ?? [];
    const isOver = /;\s*max-age=0(?:;|$)/i.test(line) || (expires && Date.parse(expires) < Date.now());
    if (isOver) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
