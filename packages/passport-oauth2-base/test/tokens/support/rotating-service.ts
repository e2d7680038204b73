import type { ServerResponse } from 'node:http';
import { type StubService, type Received } from 'passport-strategy-contract/harness';

/** A service that rotates refresh tokens: `rt-<user>-<n>` is good once, and gives `at-<user>-<n+1>`. */
export class RotatingService {
  /** The number of the refresh token that is good, by user. */
  readonly current = new Map<string, number>();
  /** Seconds that an access token lives. */
  expiresIn: number | undefined = 3600;
  /** Answers instead of the service, after the token was used up or before. */
  instead: ((res: ServerResponse) => void) | undefined;
  usesUp = true;
  refreshes: string[] = [];

  constructor(readonly stub: StubService) {
    stub.refresh = (res, received) => this.serve(res, received);
  }

  /** A token response for a login. */
  login(user: string, expiresIn = 3600): object {
    this.current.set(user, 1);
    return {
      access_token: `at-${user}-1`,
      refresh_token: `rt-${user}-1`,
      expires_in: expiresIn,
      token_type: 'Bearer',
    };
  }

  private serve(res: ServerResponse, { body }: Received): void {
    const token = new URLSearchParams(body).get('refresh_token') ?? '';
    this.refreshes.push(token);
    const [, user = '', number = ''] = /^rt-(.+)-(\d+)$/.exec(token) ?? [];
    const isGood = this.current.get(user) === Number(number);
    if (isGood && (this.usesUp || !this.instead)) this.current.set(user, Number(number) + 1);
    if (this.instead) return this.instead(res);
    if (!isGood) return json(res, 400, { error: 'invalid_grant' });
    const next = Number(number) + 1;
    const lifetime = this.expiresIn === undefined ? {} : { expires_in: this.expiresIn };
    json(res, 200, {
      access_token: `at-${user}-${next}`,
      refresh_token: `rt-${user}-${next}`,
      token_type: 'Bearer',
      ...lifetime,
    });
  }
}

export function json(res: ServerResponse, status: number, body: object, headers: object = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
