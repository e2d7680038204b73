import { openIDProvider, RelyingParty } from './support/relying-party';
import { moveClock } from './support/tiny-op';

describe('R62: the provider changes its keys', () => {
  let party: RelyingParty;
  beforeEach(async () => {
    party = await RelyingParty.start([
      { client_id: 'web' },
      { client_id: 'second', id_token_signed_response_alg: 'ES256' },
    ]);
  });
  afterEach(() => {
    moveClock();
    return party.close();
  });

  const jwksRequests = (): Promise<number> => party.op.requestsTo('/jwks');

  test('between two logins: one fetch more', async () => {
    const signIn = party.use('web', openIDProvider(), { discovery: true });
    expect(await signIn()).toMatchObject({ result: 'success' });
    expect(await signIn()).toMatchObject({ result: 'success' });
    expect(await jwksRequests()).toBe(1);
    await party.op.rotateKeys();
    expect(await signIn()).toMatchObject({ result: 'success' });
    expect(await jwksRequests()).toBe(2);
    expect(await party.op.requestsTo('/.well-known/openid-configuration')).toBe(1);
  });

  test('just before it signs: one fetch more', async () => {
    const signIn = party.use('web');
    expect(await signIn()).toMatchObject({ result: 'success' });
    expect(await signIn({ meanwhile: () => party.op.rotateKeys() })).toMatchObject({ result: 'success' });
    expect(await jwksRequests()).toBe(2);
  });

  test('twice within half a minute: the second time nobody signs in, and half a minute later everybody', async () => {
    const signIn = party.use('web');
    await signIn();
    await party.op.rotateKeys();
    await signIn();
    await party.op.rotateKeys();
    expect(await signIn()).toMatchObject({ result: 'id_token_key_unknown' });
    // The application's clock only: the provider is another process.
    moveClock(31_000);
    expect(await signIn()).toMatchObject({ result: 'success' });
  });

  test('each strategy has keys of its own', async () => {
    const first = party.use('web');
    const second = party.use('second');
    expect([await first(), await second()]).toMatchObject([{ result: 'success' }, { result: 'success' }]);
    expect(await jwksRequests()).toBe(2);
  });
});
