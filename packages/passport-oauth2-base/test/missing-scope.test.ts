import { openid } from 'passport-oauth2-base/oidc';
import { newKey, signed } from 'passport-strategy-contract/harness';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy, openIDEndpoints } from 'passport-strategy-contract/harness';
import { Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();

describe('info.missingScope tells what was asked for and not granted', () => {
  const rows: readonly (readonly [
    asked: unknown,
    granted: unknown,
    missing: readonly string[] | undefined,
  ])[] = [
    [['name', 'pay'], 'name', ['pay']],
    ['name pay', 'name', ['pay']],
    [['name', 'pay'], ['name'], ['pay']],
    [['name', 'pay'], 'other', ['name', 'pay']],
    [['name', 'pay'], 'pay name more', undefined],
    [['name', 'pay'], 'name,pay', undefined],
    [['name', 'pay'], 'name, more', ['pay']],
    [['name'], undefined, undefined],
    [['name'], '', undefined],
    [['name'], null, undefined],
    [['name'], 7, undefined],
    [undefined, 'name', undefined],
  ];
  test.each(rows.map(([asked, granted, missing]) => ({ asked, granted, missing })))(
    '$asked asked, $granted granted: $missing',
    async ({ asked, granted, missing }) => {
      service().token = { json: { access_token: 'token', token_type: 'Bearer', scope: granted } };
      const strategy = makeStrategy(declare(service()), { scope: asked });
      const { kind, info } = await new Visitor().login(strategy);
      expect(kind).toBe('success');
      expect((info as { missingScope?: unknown }).missingScope).toEqual(missing);
    },
  );

  test('the scope of one request counts, not that of the strategy', async () => {
    service().token = { json: { access_token: 'token', token_type: 'Bearer', scope: 'name' } };
    const strategy = makeStrategy(declare(service()), { scope: ['name'] });
    const { info } = await new Visitor().login(strategy, {}, { scope: ['name', 'pay'] });
    expect(info).toMatchObject({ missingScope: ['pay'] });
  });

  test('the `verify` option gets it, too: a list, mostly empty', async () => {
    const seen: unknown[] = [];
    const verify = ({ missingScope }: { missingScope: readonly string[] }): object => {
      seen.push(missingScope);
      return { id: 'u' };
    };
    const strategy = makeStrategy(declare(service()), { scope: ['name', 'pay'], verify });
    await new Visitor().login(strategy);
    service().token = { json: { access_token: 'token', token_type: 'Bearer', scope: 'name' } };
    await new Visitor().login(strategy);
    expect(seen).toEqual([[], ['pay']]);
  });

  test("the application's own info stays as it is, and is added to", async () => {
    service().token = { json: { access_token: 'token', token_type: 'Bearer', scope: 'name' } };
    const strategy = makeStrategy(
      declare(service()),
      { scope: ['pay'] },
      (_access: string, _refresh: unknown, _profile: unknown, done: (...of: unknown[]) => void) =>
        done(null, { id: 'u' }, { message: 'Welcome' }),
    );
    const { info } = await new Visitor().login(strategy);
    expect(info).toEqual({ message: 'Welcome', missingScope: ['pay'] });
  });

  test('what joins a scope in the request parts it in the answer', async () => {
    service().token = { json: { access_token: 'token', token_type: 'Bearer', scope: 'name,mail' } };
    const scope = ['name', 'mail', 'pay'];
    const seen: unknown[] = [];
    const verify = ({ tokens }: { tokens: { scope: unknown } }): object => {
      seen.push(tokens.scope);
      return { id: 'u' };
    };
    const strategy = makeStrategy(declare(service()), { scope, scopeSeparator: ',', verify });
    const { info } = await new Visitor().login(strategy);
    expect([seen, info]).toEqual([[['name', 'mail']], { missingScope: ['pay'] }]);
  });

  test('a service that takes no scope from a login was not asked for any', async () => {
    service().token = { json: { access_token: 'token', token_type: 'Bearer', scope: 'name' } };
    const declaration = declare(service(), { scope: ['pay'], authorizationRequest: { omit: ['scope'] } });
    const { info } = await new Visitor().login(makeStrategy(declaration));
    expect(info).toEqual({});
  });
});

describe('a user inside the token response', () => {
  const key = newKey('first');

  async function login(user: unknown): Promise<unknown> {
    const { origin } = service();
    const strategy = makeStrategy(
      declare(service(), {
        scope: ['openid', 'name'],
        openid: openid({ algorithms: ['ES256'] }),
        endpoints: openIDEndpoints(service()),
        profile: {
          fromTokenResponse: (response) => response['user'],
          fromEndpoint: (answer) => answer['user'] ?? answer,
          map: (it) => ({ id: it.identifier('sub') }),
        },
      }),
    );
    const visitor = new Visitor();
    const url = await visitor.start(strategy);
    const now = Math.floor(Date.now() / 1000);
    const nonce = url.searchParams.get('nonce');
    const claims = { iss: origin, sub: 'ada', aud: 'client-1', iat: now, exp: now + 600, nonce };
    const tokens = { access_token: 'token', token_type: 'Bearer', scope: 'name' };
    service().token = { json: { ...tokens, id_token: signed(key, claims), user } };
    service().other = { json: { keys: [key.published] } };
    const {
      reason,
      user: found,
      info,
    } = await visitor.finish(strategy, {
      code: 'c',
      state: url.searchParams.get('state'),
    });
    return reason ?? [found, info];
  }

  test('is the one of the id_token; and a verified id_token is what `openid` asks for', async () => {
    expect(await login({ sub: 'ada' })).toEqual([expect.objectContaining({ id: 'ada' }), {}]);
  });

  test.each([{ sub: 'mallory' }, { sub: 7 }, { id: 'ada' }, {}, [], 'ada'])(
    'is refused when it is another: %j',
    async (user) => {
      expect(await login(user)).toBe('subject_mismatch');
    },
  );

  test('userinfo is asked where there is none, wrapped or not, and must be of the same user', async () => {
    service().user = { json: { user: { sub: 'ada' } } };
    expect(await login(undefined)).toEqual([expect.objectContaining({ id: 'ada' }), {}]);
    service().user = { json: { sub: 'ada' } };
    expect(await login(undefined)).toEqual([expect.objectContaining({ id: 'ada' }), {}]);
    service().user = { json: { sub: 'ada', user: { sub: 'mallory' } } };
    expect(await login(undefined)).toBe('subject_mismatch');
  });
});
