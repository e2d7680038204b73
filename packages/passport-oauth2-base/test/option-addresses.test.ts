import { declare, makeClient, makeStrategy } from 'passport-strategy-contract/harness';

const bad: readonly (readonly [url: unknown, words: RegExp])[] = [
  ['http://service.example/x', /must be https/],
  ['http://localhost.evil.example/', /must be https/],
  ['http://127.0.0.1.evil.example/', /must be https/],
  ['http://localhost@evil.example/', /must be https/],
  ['http://evil-localhost/', /must be https/],
  ['http://localhost./', /must be https/],
  ['http://0.0.0.0/', /must be https/],
  ['http://[::]/', /must be https/],
  ['http://[::ffff:127.0.0.1]/', /must be https/],
  ['http://[::1%25eth0]/', /absolute|https/],
  ['http://128.0.0.1/', /must be https/],
  ['http://10.0.0.1/', /must be https/],
  ['http://169.254.169.254/', /must be https/],
  ['https://user@service.example/', /must not contain a user or password/],
  ['https://user:word@service.example/', /must not contain a user or password/],
  ['https://:word@service.example/', /must not contain a user or password/],
  ['https://service.example/#x', /fragment/],
  ['https://service.example/#', /fragment/],
  ['javascript:alert(1)//https://a', /must be https/],
  ['data:text/html,x', /must be https/],
  ['file:///etc/passwd', /must be https/],
  ['ftp://service.example/', /must be https/],
  ['ws://localhost/', /must be https/],
  ['https://', /absolute/],
  ['https://exa mple/', /absolute/],
];
const notAbsolute: readonly (readonly [url: unknown, words: RegExp])[] = [
  ['/token', /must be an absolute URL/],
  ['//service.example/token', /must be an absolute URL/],
  ['service.example/token', /must be an absolute URL/],
  ['', /must be a URL/],
  [5, /must be a URL/],
  [{}, /must be a URL/],
  [['https://service.example'], /must be a URL/],
];

const endpoints = ['authorizationURL', 'tokenURL', 'refreshURL', 'userProfileURL', 'revocationURL', 'issuer'];
const rows = endpoints.flatMap((option) =>
  [...bad, ...notAbsolute].map(([url, words]) => ({ option, url, words })),
);

test.each(rows)('A45: $option $url is refused', ({ option, url, words }) => {
  const make = () => makeClient(declare(undefined), { [option]: url });
  expect(make).toThrow(TypeError);
  expect(make).toThrow(words);
  expect(make).toThrow(`\`${option}\``);
  expect(make).not.toThrow(/user:|user@|:word/);
});

test.each(bad)('A45: callbackURL %s is refused', (callbackURL, words) => {
  const make = () => makeStrategy(declare(undefined), { callbackURL });
  expect(make).toThrow(TypeError);
  expect(make).toThrow(words);
  expect(make).toThrow('`callbackURL`');
});

// What URL itself reads as 127.0.0.1 is this machine, however it is spelt.
const good = [
  'https://service.example/x?y=z',
  'HTTPS://SERVICE.EXAMPLE/',
  'http://localhost:3000/x',
  'http://LOCALHOST/x',
  'http://127.0.0.1:3000/x',
  'http://127.8.9.10/x',
  'http://127.1/x',
  'http://2130706433/x',
  'http://0x7f.1/x',
  'http://[::1]:3000/x',
];
test.each(good)('A45: %s is accepted everywhere', (url) => {
  for (const option of endpoints)
    expect(() => makeClient(declare(undefined), { [option]: url })).not.toThrow();
  expect(() => makeStrategy(declare(undefined), { callbackURL: url })).not.toThrow();
});

test.each(['/callback', 'callback', '../callback?x=1'])(
  'callbackURL %s is for the request to complete',
  (callbackURL) => {
    expect(() => makeStrategy(declare(undefined), { callbackURL })).not.toThrow();
  },
);

test('R11: a relative callbackURL with a fragment is refused', () => {
  expect(() => makeStrategy(declare(undefined), { callbackURL: '/callback#x' })).toThrow(/fragment/);
});
