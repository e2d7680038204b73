import { eachTestHasService } from 'passport-strategy-contract/harness';
import { type Done, fail, later, loginsAt, user } from './support/verify';

const service = eachTestHasService();
const loginWith = loginsAt(service);

describe('what verify is given', () => {
  const given = async (length: number, passReqToCallback: boolean): Promise<unknown[]> => {
    let args: unknown[] = [];
    const verify = Object.defineProperty(
      (...all: unknown[]) => {
        args = all;
        (all.at(-1) as Done)(null, user);
      },
      'length',
      { value: length },
    );
    service().token = { json: { access_token: 'at', refresh_token: 'rt', token_type: 'Bearer', extra: 1 } };
    expect((await loginWith(verify, { passReqToCallback })).kind).toBe('success');
    return args
      .slice(0, -1)
      .map((value) =>
        typeof value !== 'object'
          ? value
          : 'headers' in (value as object)
            ? 'req'
            : 'id' in (value as object)
              ? 'profile'
              : 'params',
      );
  };
  const rows: readonly (readonly [length: number, passReqToCallback: boolean, args: string[]])[] = [
    [0, false, ['at', 'rt', 'profile']],
    [2, false, ['at', 'rt', 'profile']],
    [4, false, ['at', 'rt', 'profile']],
    [5, false, ['at', 'rt', 'params', 'profile']],
    [6, false, ['at', 'rt', 'profile']],
    [0, true, ['req', 'at', 'rt', 'profile']],
    [5, true, ['req', 'at', 'rt', 'profile']],
    [6, true, ['req', 'at', 'rt', 'params', 'profile']],
  ];
  test.each(rows)('%d arguments, with the request %s: %j', async (length, passReqToCallback, args) => {
    expect(await given(length, passReqToCallback)).toEqual(args);
  });

  test('params hold the token response, but no refresh token, as with node-oauth', async () => {
    let params: unknown;
    service().token = { json: { access_token: 'at', refresh_token: 'rt', token_type: 'Bearer', extra: 1 } };
    await loginWith(
      (_a: never, _r: never, p: unknown, _profile: never, done: Done) => ((params = p), done(null, user)),
    );
    expect(params).toEqual({ access_token: 'at', token_type: 'Bearer', extra: 1 });
  });
});

describe('skipUserProfile', () => {
  type Skip = unknown;
  const rows: readonly (readonly [name: string, skip: Skip, end: string])[] = [
    ['true', true, 'skipped'],
    ['false', false, 'read'],
    ['undefined', undefined, 'read'],
    ['a function that says true', () => true, 'skipped'],
    ['a function that says false', () => false, 'read'],
    ['by callback: true', (_t: string, done: Done) => done(null, true), 'skipped'],
    ['by callback: false', (_t: string, done: Done) => later(() => done(null, false)), 'read'],
    ['by callback: error', (_t: string, done: Done) => done(new Error('skip')), 'error'],
    [
      'by callback: twice',
      (_t: string, done: Done) => (done(null, true), done(new Error('late'))),
      'skipped',
    ],
    ['a function that throws', () => fail(), 'error'],
    ['by callback: throws', (_t: string, _done: Done) => fail(), 'error'],
  ];
  test.each(rows)('%s: %s', async (_name, skipUserProfile, end) => {
    const verify = (_a: never, _r: never, profile: unknown, done: Done): void => done(null, { profile });
    const outcome = await loginWith(verify, { skipUserProfile });
    expect(outcome.kind).toBe(end === 'error' ? 'error' : 'success');
    expect(service().at('/user')).toHaveLength(end === 'read' ? 1 : 0);
    if (end === 'skipped') expect((outcome.user as { profile: unknown }).profile).toBeUndefined();
  });
});
