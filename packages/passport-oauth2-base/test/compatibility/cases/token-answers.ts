import { isNativeError } from 'node:util/types';
import { type Case, type Observed } from '../observe';
import { type Subject } from '../subjects';
import { type Reply } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor } from 'passport-strategy-contract/harness';
import { ends, same, throwing, type Setting } from './token-request';

class OwnError extends Error {
  override readonly name = 'OwnError';
}
const text = (part: string): string => expect.stringContaining(part) as string;
const general = 'Failed to obtain access token';

/** An error answer that makes an InternalOAuthError: ours says more, and has a status. */
const internal = (name: string, setting: Setting, further: Observed = {}): Case => ({
  name,
  run: (it) => ends(it, setting),
  ours: {
    differs: 'words',
    theirs: { message: general },
    ours: { message: text(general), status: 502, ...further },
  },
});

const invalidGrant: Reply = {
  status: 400,
  json: { error: 'invalid_grant', error_description: 'Too late', error_uri: 'https://service.example/e' },
};
const ok = (json: object): Reply => ({ json: { access_token: 'a', token_type: 'Bearer', ...json } });
const success: Observed = { kind: 'success', user: { id: 'fixed' }, info: {} };
const noError: Observed = { error: undefined, message: undefined, status: undefined, oauthError: undefined };
const refusedAnswer: Observed = {
  kind: 'error',
  error: 'InternalOAuthError',
  message: text(general),
  status: 502,
  oauthError: expect.anything(),
};
const accepted = (name: string, reply: Reply): Case => ({
  name,
  run: (it) => ends(it, { reply }),
  ours: {
    differs: 'tokenAnswer',
    theirs: { ...success, ...noError },
    ours: { ...refusedAnswer, user: undefined, info: undefined },
  },
});

/** What an application logs of a failed exchange. */
async function oauthErrorOf(it: Subject, options: object): Promise<unknown> {
  const [visitor, strategy] = [new Visitor(), it.make(options)];
  const state = stateOf(await visitor.start(strategy));
  const { error } = await authenticate(strategy, visitor.request({ query: { code: 'c', state } }));
  const { oauthError } = error as { readonly oauthError: object };
  const { statusCode, data, code, cause } = oauthError as Readonly<Record<string, unknown>>;
  const behind = (cause as { readonly code?: unknown } | undefined)?.code;
  return { isError: isNativeError(oauthError), statusCode, data, code, behind };
}

export const tokenAnswerCases: readonly Case[] = [
  same('400 with JSON is a TokenError', { reply: invalidGrant }),
  same('401 with JSON is a TokenError', { reply: { ...invalidGrant, status: 401 } }),
  same('JSON without a content type is a TokenError', {
    reply: { status: 400, body: '{"error":"invalid_client","error_description":"No"}' },
  }),
  {
    name: 'an error without a description',
    run: (it) => ends(it, { reply: { status: 400, json: { error: 'invalid_grant' } } }),
    ours: { differs: 'words', theirs: { message: undefined }, ours: { message: 'invalid_grant' } },
  },
  {
    name: 'an error that is an object',
    run: (it) =>
      ends(it, { reply: { status: 400, json: { error: { code: 'bad_code', message: 'Bad code' } } } }),
    ours: {
      differs: 'errorForms',
      theirs: { code: { code: 'bad_code', message: 'Bad code' }, message: undefined },
      ours: { code: 'bad_code', message: 'Bad code' },
    },
  },
  {
    name: 'an error with status 200',
    run: (it) => ends(it, { reply: { json: { error: 'invalid_grant', error_description: 'Too late' } } }),
    ours: {
      differs: 'errorForms',
      theirs: { error: 'Error', message: general, code: undefined, status: undefined },
      ours: { error: 'TokenError', message: 'Too late', code: 'invalid_grant', status: 500 },
    },
  },
  internal('500 with text', { reply: { status: 500, body: 'Broken' } }),
  internal('400 with JSON that is no error', { reply: { status: 400, json: { note: 'no' } } }),
  internal('400 with a web page', { reply: { status: 400, body: '<html></html>' } }),
  internal(
    'parseErrorResponse returns null',
    {
      reply: invalidGrant,
      hooks: { parseErrorResponse: () => null },
    },
    { code: 'invalid_grant' },
  ),
  internal(
    'parseErrorResponse throws',
    { reply: invalidGrant, hooks: { parseErrorResponse: throwing } },
    { code: 'invalid_grant' },
  ),
  internal('a connection that breaks', { reply: (_res, _received, req) => void req.socket.destroy() }),
  {
    name: 'parseErrorResponse returns an error',
    run: async (it) => {
      const parseErrorResponse = (body: string, status: number): Error => new OwnError(`${status}: ${body}`);
      const { kind, error, message } = await ends(it, {
        reply: invalidGrant,
        hooks: { parseErrorResponse },
      });
      return { kind, error, message };
    },
  },
  {
    name: 'the status of an error of parseErrorResponse',
    run: (it) => ends(it, { reply: invalidGrant, hooks: { parseErrorResponse: () => new OwnError('x') } }),
    ours: {
      differs: 'words',
      theirs: { code: undefined, status: undefined },
      ours: { code: 'invalid_grant', status: expect.any(Number) },
    },
  },
  {
    name: 'what oauthError is',
    run: async (it) => {
      it.service.token = { status: 500, body: 'Broken' };
      return { seen: await oauthErrorOf(it, {}) };
    },
    ours: {
      differs: 'words',
      theirs: {
        seen: { isError: false, data: 'Broken', statusCode: 500, code: '(undefined)', behind: '(undefined)' },
      },
      ours: {
        seen: { isError: true, data: 'Broken', statusCode: 500, code: '(undefined)', behind: '(undefined)' },
      },
    },
  },
  {
    name: 'oauthError of a service that is not there',
    run: async (it) => ({ seen: await oauthErrorOf(it, { tokenURL: 'http://127.0.0.1:1/token' }) }),
    ours: {
      differs: 'networkCode',
      theirs: { seen: expect.objectContaining({ code: 'ECONNREFUSED', behind: '(undefined)' }) },
      ours: { seen: expect.objectContaining({ code: '(undefined)', behind: 'ECONNREFUSED' }) },
    },
  },
  accepted('a response as a form', { body: 'access_token=a&token_type=bearer' }),
  accepted('a response without token_type', { json: { access_token: 'a' } }),
  same('a response with expires_in as text', { reply: ok({ expires_in: '3600' }) }),
  accepted('a response of another token_type', ok({ token_type: 'mac' })),
  same('token_type in small letters', { reply: ok({ token_type: 'bearer' }) }),
  {
    name: 'a response without access_token',
    run: (it) => ends(it, { reply: { json: { token_type: 'Bearer' } } }),
    ours: {
      differs: 'words',
      theirs: { error: 'Error', message: general, status: undefined, oauthError: undefined },
      ours: {
        error: 'InternalOAuthError',
        message: text(general),
        status: 502,
        oauthError: expect.anything(),
      },
    },
  },
  {
    name: 'a redirect with a token in it',
    run: (it) =>
      ends(it, {
        reply: {
          status: 302,
          headers: { location: '/elsewhere' },
          json: { access_token: 'a', token_type: 'Bearer' },
        },
      }),
    ours: {
      differs: 'redirects',
      theirs: { ...success, ...noError },
      ours: { ...refusedAnswer, user: undefined, info: undefined },
    },
  },
  {
    name: 'an answer that breaks off',
    run: (it) =>
      ends(it, {
        reply: (res) => {
          res.writeHead(200, { 'content-type': 'application/json' });
          res.write('{"access_token":', () => setTimeout(() => res.socket?.end(), 30));
        },
      }),
    ours: { differs: 'limits', theirs: { kind: 'pending', ...noError }, ours: refusedAnswer },
  },
];
