import type { ServerResponse } from 'node:http';
import { type StubService, type Received } from './service';

/** A service that rotates refresh tokens: `rt-<user>-<n>` is good once, and gives `at-<user>-<n+1>`. */
export class RotatingService {
  /** The number of the refresh token that is good, by user. */
  readonly current: Map<string, number> = new Map();
  /** The answer to a refresh token that was used before. `revoke_family` also revokes the newest one. */
  reuse: 'refuse' | 'revoke_family' | 'grace' = 'refuse';
  /** Milliseconds before a response. */
  delay: () => number = () => 0;
  /** Seconds that an access token lives. */
  expiresIn: number | undefined = 3600;
  /** Answers instead of the service, after the token was used up or before. */
  instead: ((res: ServerResponse) => void) | undefined;
  /** Whether a request uses the token up although `instead` answers it. */
  usesUp: boolean = true;
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
    const [, user = '', digits = ''] = /^rt-(.+)-(\d+)$/.exec(token) ?? [];
    const number = Number(digits);
    const current = this.current.get(user) ?? 0;
    const isGood = current === number || (this.reuse === 'grace' && number < current);
    const next = isGood ? current + 1 : 0;
    if (isGood && (this.usesUp || !this.instead)) this.current.set(user, next);
    if (!isGood && this.reuse === 'revoke_family') this.current.set(user, -1);
    const { instead } = this;
    const respond = instead ? () => instead(res) : () => this.respond(res, user, next);
    const delay = this.delay();
    if (delay > 0) setTimeout(respond, delay);
    else respond();
  }

  private respond(res: ServerResponse, user: string, next: number): void {
    if (next === 0) return json(res, 400, { error: 'invalid_grant' });
    const lifetime = this.expiresIn === undefined ? {} : { expires_in: this.expiresIn };
    const tokens = { access_token: `at-${user}-${next}`, refresh_token: `rt-${user}-${next}` };
    json(res, 200, { ...tokens, token_type: 'Bearer', ...lifetime });
  }
}

/** Responds with JSON. */
export function json(res: ServerResponse, status: number, body: object, headers: object = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
