import { cookieStore } from 'passport-oauth2-base';
import { Strategy } from 'passport-koompi';
import { strategyContract, type ContractOptions } from 'passport-strategy-contract';

const onlyRS256 = 'KID signs with RS256 and nothing else; kid.test.ts has that the others are refused';
const noSecret = 'KID has no shared secret: the option does not exist';
const noSender = 'KID documents no `iss` in the callback, and the emulated one sends none; played at CoinPay';

/** Rows that are about something that KID has not, wherever they are played. */
const never: Readonly<Record<string, string>> = {
  'relying party: idtoken-sig-es256: success': onlyRS256,
  'relying party: idtoken-sig-ps256: success': onlyRS256,
  'relying party: idtoken-sig-eddsa: success': onlyRS256,
  'relying party: invalid-sig-es256: id_token_signature': onlyRS256,
  'relying party: PS256 with an RS256 key: id_token_key_unknown': onlyRS256,
  'relying party: idtoken-sig-hs256 with the shared secret of the operator: success': noSecret,
  'relying party: invalid-sig-hs256: id_token_signature': noSecret,
  'relying party: RS256 where a shared secret is configured: id_token_algorithm': noSecret,
  'relying party: no token_type: token_response_invalid': 'KOOMPI documents token responses without one',
};

/** Rows that the emulated KOOMPI cannot play. */
const atCoinPay: Readonly<Record<string, string>> = {
  'relying party: RFC 9207, iss is of another issuer: the code is sent nowhere': noSender,
  'relying party: RFC 9207, iss is promised by discovery and stripped': noSender,
  'relying party: RFC 9207: iss is right: success': noSender,
  'relying party: userinfo-signed: refused, not believed: response_not_json': 'played at CoinPay',
  'relying party: client-secret-basic: the secret is sent as declared, and only so: success':
    'played at CoinPay; the emulated KOOMPI refuses every Authorization header',
  'relying party: nonce-unless-code-flow, a nonce and a challenge of its own for every login':
    'KID asks for no challenge; played at CoinPay with `pkce: true`, and kid.test.ts has the nonces',
};

const options: ContractOptions = {
  provider: 'koompi',
  Strategy,
  options: { preset: 'kid' },
  prepare: ({ koompi }) => (koompi.switches.generation = 'kid'),
  openid: true,
  profileFromEndpoint: { profileSource: 'userinfo' },
  notApplicable: { ...never, ...atCoinPay },
};
const elsewhere: ContractOptions = {
  ...options,
  provider: 'coinpay',
  name: 'koompi',
  prepare: () => undefined,
  // CoinPay demands a challenge; its documented server has no discovery document.
  options: { preset: 'kid', pkce: true, discovery: false, scope: ['openid', 'profile', 'email'] },
  notApplicable: never,
};
const store = cookieStore({ secret: 'a secret of at least thirty-two characters' });

/** The relying-party table, or everything else. */
function rows(cases: ReturnType<typeof strategyContract>['cases'], kind: 'oauth2' | 'oidc'): typeof cases {
  return cases.filter((row) => row.kind === kind);
}

describe('KID, with a session', () => {
  const { cases, close } = strategyContract(options);
  afterAll(close);
  test.each(cases)('$title', ({ run }) => run());
});

describe('KID, without one, in cookies', () => {
  const { cases, close } = strategyContract({
    ...options,
    keptIn: 'cookie',
    options: { ...options.options, store },
  });
  afterAll(close);
  test.each(rows(cases, 'oauth2'))('$title', ({ run }) => run());
});

describe('KID that is asked for PKCE', () => {
  const { cases, close } = strategyContract({ ...options, options: { ...options.options, pkce: true } });
  afterAll(close);
  const subject = /challenge|verifier|signs in|two tabs|used/;
  test.each(rows(cases, 'oauth2').filter(({ name }) => subject.test(name)))('$title', ({ run }) => run());
});

describe('the preset at another OpenID provider, CoinPay: what the emulated KOOMPI cannot play', () => {
  const { cases, close } = strategyContract(elsewhere);
  afterAll(close);
  test.each(cases.filter(({ name }) => name in atCoinPay))('$title', ({ run }) => run());
});

test('every row that does not apply is a row, and has a reason', () => {
  const { cases } = strategyContract({ provider: 'koompi', Strategy, openid: true });
  const names = cases.map(({ name }) => name);
  for (const [name, reason] of Object.entries({ ...never, ...atCoinPay })) {
    expect(names).toContain(name);
    expect(reason).not.toBe('');
  }
});
