// A declaration as the base's README writes one.
import { ProviderClient, defineProvider, type JsonObject, type UserObject } from 'passport-oauth2-base';

const acme = defineProvider({
  name: 'acme',
  title: 'Acme',
  documentation: 'https://example-business.com/docs/oauth',
  endpoints: { authorization: 'https://a.example', token: 'https://b.example' },
  clientAuthentication: 'client_secret_basic',
  pkce: 'required',
  tokenResponse: { unwrap: (answer) => answer.data?.token },
  profile: {
    // No cast at any depth. `noUncheckedIndexedAccess` is on here, so each step says that it may be missing.
    fromEndpoint: (answer) => answer.data?.user,
    fromTokenResponse: ({ data }) => data?.user?.profile,
    fromClaims: (claims) => claims.user,
    map: (user: UserObject) => ({ id: user.identifier('id'), displayName: user.text('name') }),
  },
});
void new ProviderClient(acme, { clientID: 'a', clientSecret: 'b' });

// One that says itself that nothing is known of the answer.
const careful = (answer: JsonObject): unknown => answer['user'];
defineProvider({ ...acme, profile: { ...acme.profile, fromEndpoint: careful } });
