import { login, type Case, type Observed } from '../observe';
import { fixedProfile, type Hooks, type Subject } from '../subjects';
import { type Declaration } from 'passport-strategy-contract/harness';
import { type Reply } from 'passport-strategy-contract/harness';

export interface Setting {
  readonly options?: object;
  readonly hooks?: Hooks;
  readonly start?: object;
  readonly reply?: Reply;
  readonly declaration?: Partial<Declaration>;
}

export async function exchange(
  it: Subject,
  { options, hooks, start, reply, declaration }: Setting,
): Promise<Observed> {
  if (reply !== undefined) it.service.token = reply;
  const strategy = it.make(options, undefined, { ...fixedProfile, ...hooks }, declaration);
  return login(it, strategy, { start });
}

/** Only how it ended. */
export async function ends(it: Subject, setting: Setting): Promise<Observed> {
  const { requests: _requests, ...end } = await exchange(it, setting);
  return end;
}

export const same = (name: string, setting: Setting): Case => ({ name, run: (it) => exchange(it, setting) });
export const throwing = (): never => {
  throw new Error('hook');
};
export const tokenRequestCases: readonly Case[] = [
  same('everyday options', {}),
  same('without PKCE', { options: { pkce: false } }),
  same('secrets with special characters', { options: { clientID: 'a b&c', clientSecret: 'é=+&' } }),
  same('tokenParams', { hooks: { tokenParams: () => ({ audience: 'x&y', n: 5 }) } }),
  same('tokenParams replace nothing', {
    hooks: {
      tokenParams: () => ({
        grant_type: 'x',
        code_verifier: 'x',
        redirect_uri: 'x',
        client_id: 'x',
        client_secret: 'x',
        code: 'x',
      }),
    },
  }),
  same('tokenParams are given the options of the request', {
    hooks: { tokenParams: ({ tenant }: { tenant: string }) => ({ tenant }) },
    start: { tenant: 'one' },
  }),
  same('tokenParams throw', { hooks: { tokenParams: throwing } }),
  {
    name: 'tokenParams without a value',
    run: (it) => exchange(it, { hooks: { tokenParams: () => ({ audience: undefined }) } }),
    ours: {
      differs: 'textParameters',
      theirs: {
        requests: [expect.objectContaining({ body: expect.objectContaining({ audience: '' }) as never })],
      },
      ours: {
        requests: [expect.objectContaining({ body: expect.not.objectContaining({ audience: '' }) as never })],
      },
    },
  },
  same('customHeaders', { options: { customHeaders: { 'X-Tenant': 'one', 'x-other': 'two' } } }),
  same('customHeaders with Authorization', { options: { customHeaders: { Authorization: 'Basic abc' } } }),
  {
    name: 'the other headers',
    run: async (it) => {
      await exchange(it, {});
      const { 'user-agent': agent, accept } = it.service.requests[0]?.headers ?? {};
      return { seen: { agent, accept } };
    },
    ours: {
      differs: 'headers',
      theirs: { seen: { agent: 'Node-oauth', accept: '(undefined)' } },
      ours: { seen: { agent: 'passport-acme', accept: 'application/json' } },
    },
  },
  same('customHeaders with User-Agent', { options: { customHeaders: { 'User-Agent': 'mine' } } }),
  {
    name: 'a client without secret',
    run: (it) =>
      exchange(it, { options: { clientSecret: undefined }, declaration: { clientAuthentication: 'none' } }),
    ours: {
      differs: 'secretRequired',
      theirs: {
        requests: [
          expect.objectContaining({ body: expect.objectContaining({ client_secret: '' }) as never }),
        ],
      },
      ours: {
        requests: [
          expect.objectContaining({ body: expect.not.objectContaining({ client_secret: '' }) as never }),
        ],
      },
    },
  },
];
