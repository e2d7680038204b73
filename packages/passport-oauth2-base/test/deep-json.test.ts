import { declare, eachTestHasService, makeStrategy, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

/** JSON whose parser and writers recurse: a member of the user, of the token response, and of an error. */
const responses: readonly (readonly [string, 'user' | 'token', number, string])[] = [
  ['a member of the profile', 'user', 200, `{"id":"u-1","name":${deep}}`],
  ['the id of the profile', 'user', 200, `{"id":${deep}}`],
  ['the profile itself', 'user', 200, deep],
  [
    'a member of the token response',
    'token',
    200,
    `{"access_token":"a","token_type":"Bearer","extra":${deep}}`,
  ],
  ['the scope', 'token', 200, `{"access_token":"a","token_type":"Bearer","scope":${deep}}`],
  ['the access token', 'token', 200, `{"access_token":${deep},"token_type":"Bearer"}`],
  ['the error', 'token', 400, `{"error":${deep}}`],
  ['the description of the error', 'token', 400, `{"error":"invalid_grant","error_description":${deep}}`],
];

test.each(responses)(
  'A72 20,000 nested arrays as %s: a login, or a coded error',
  async (_title, endpoint, status, body) => {
    service()[endpoint] = { status, headers: { 'content-type': 'application/json' }, body };
    const outcome = await new Visitor().login(makeStrategy(declare(service())));
    if (outcome.kind !== 'success')
      expect(outcome).toMatchObject({ kind: 'error', reason: expect.any(String) as string });
  },
);
