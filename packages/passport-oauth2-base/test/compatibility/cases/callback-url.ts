import express from 'express';
import { observe, type Case, type Observed } from '../observe';
import { type Subject } from '../subjects';
import { Visitor } from 'passport-strategy-contract/harness';

interface Setting {
  readonly headers?: object;
  readonly encrypted?: boolean;
  readonly url?: string;
  readonly trust?: unknown;
  readonly proxy?: boolean;
  readonly callbackURL?: string;
  readonly perRequest?: string;
}

/** Where a relative callbackURL leads. */
async function redirectURI(subject: Subject, setting: Setting): Promise<Observed> {
  const {
    headers,
    encrypted = false,
    url = '/auth/login',
    trust,
    proxy,
    perRequest,
    callbackURL = '/callback',
  } = setting;
  const app = express();
  if (trust !== undefined) app.set('trust proxy', trust);
  const connection = { encrypted, remoteAddress: '127.0.0.1' };
  const req = { headers: { host: 'app.example', ...headers }, url, connection, socket: connection, app };
  const strategy = subject.make({ callbackURL, proxy });
  const options = perRequest === undefined ? {} : { callbackURL: perRequest };
  const { kind, parameters, error } = await observe(strategy, new Visitor().request(req), options);
  return { kind, error, seen: parameters?.['redirect_uri'] };
}

const leads = (name: string, setting: Setting): Case => ({ name, run: (it) => redirectURI(it, setting) });
const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'public.example' };
const refused: Observed = { kind: 'error', error: 'ProviderError', seen: undefined };

export const callbackURLCases: readonly Case[] = [
  leads('on an encrypted connection', { encrypted: true }),
  leads('on this computer', { headers: { host: 'localhost:3000' } }),
  leads('relative to the path of the request', { encrypted: true, callbackURL: 'callback' }),
  leads('one directory up', { encrypted: true, callbackURL: '../callback', url: '/a/b/login?x=1' }),
  leads('with a query', { encrypted: true, callbackURL: '/callback?a=1' }),
  leads('relative for one request', { encrypted: true, perRequest: '/tenant/callback' }),
  leads('absolute for one request', { perRequest: 'https://tenant.example/callback' }),
  leads('a port in the host', { encrypted: true, headers: { host: 'app.example:8443' } }),
  leads('forwarding headers are ignored without a proxy', { encrypted: true, headers: forwarded }),
  leads('proxy: true', { proxy: true, headers: forwarded }),
  leads('proxy: true, only the protocol is forwarded', {
    proxy: true,
    headers: { 'x-forwarded-proto': 'https' },
  }),
  leads('proxy: true, a chain of protocols', {
    proxy: true,
    headers: { 'x-forwarded-proto': 'https, http' },
  }),
  leads('proxy: true, HTTPS in capitals', { proxy: true, headers: { 'x-forwarded-proto': 'HTTPS' } }),
  leads('proxy: true, nothing is forwarded', { proxy: true, headers: { host: 'localhost:3000' } }),
  leads('`trust proxy` of Express', { trust: true, headers: forwarded }),
  leads('`trust proxy` of Express names the proxy', { trust: 'loopback', headers: forwarded }),
  leads('`trust proxy` of Express is off', { trust: false, encrypted: true, headers: forwarded }),
  {
    name: '`trust proxy` of Express names another proxy',
    run: (it) => redirectURI(it, { trust: '10.1.2.3', encrypted: true, headers: forwarded }),
    ours: {
      differs: 'forwarding',
      theirs: { seen: 'https://public.example/callback' },
      ours: { seen: 'https://app.example/callback' },
    },
  },
  {
    name: 'proxy: true, a chain of hosts',
    run: (it) =>
      redirectURI(it, {
        proxy: true,
        headers: { ...forwarded, 'x-forwarded-host': 'public.example, inner' },
      }),
    ours: {
      differs: 'forwarding',
      theirs: { seen: 'https://public.example,/callback' },
      ours: { seen: 'https://public.example/callback' },
    },
  },
  {
    name: 'plain http at a public host',
    run: (it) => redirectURI(it, {}),
    ours: {
      differs: 'httpsOnly',
      theirs: { kind: 'redirect', error: undefined, seen: 'http://app.example/callback' },
      ours: refused,
    },
  },
  {
    name: 'behind a TLS-terminating proxy that nobody trusts',
    run: (it) => redirectURI(it, { headers: forwarded }),
    ours: {
      differs: 'httpsOnly',
      theirs: { kind: 'redirect', error: undefined, seen: 'http://app.example/callback' },
      ours: refused,
    },
  },
];
