/** Every difference from passport-oauth2, as the README's table has it: what differs, and why. */
export const differences = {
  callbackRequired: [
    '`callbackURL` is required',
    'the binding of a login to its callback depends on it; `authenticate(name, { callbackURL })` still replaces it',
  ],
  secretRequired: [
    '`clientSecret` is required, unless the service has public clients: then none is sent',
    'a forgotten environment variable would be a login with an empty secret',
  ],
  safeDefaults: [
    'State and PKCE are on, and need a session',
    'without them anybody can sign a visitor in as somebody else, or inject a stolen code',
  ],
  strictOptions: [
    'Misspelt and contradictory options are TypeErrors',
    '`clientId` would be a login without id',
  ],
  noPlain: ['Any `pkce` but S256 is a TypeError', '`plain` protects nothing (RFC 9700)'],
  httpsOnly: [
    'Addresses must be https, or localhost; a relative `callbackURL`, too, once it is resolved',
    "a token over plain http is everybody's",
  ],
  declaredAddresses: [
    "Addresses and client id are the declaration's and the options'; a `_clientId` or `_accessTokenUrl` put into `_oauth2` later does not count",
    "the service is known, and an add-on's copy of an address may be stale",
  ],
  name: [
    "The strategy's name is the declaration's, not `oauth2`",
    'several services live in one application',
  ],
  asynchronous: [
    '`authenticate()` returns before the redirect is made',
    'it can wait for a store or a discovery, and nothing thrown can escape it',
  ],
  errorAfterState: ['`error` counts only after `state`', 'otherwise any site can make a login fail'],
  ownState: [
    'The `state` given to `authenticate()` always comes back as `info.state`, text too, and never goes to the service',
    'what the service sees and returns must not be guessable',
  ],
  stateAlone: [
    'A `state` alone is a callback, too',
    'that is how some services report a denial; it would start the login over',
  ],
  twice: ['A parameter that occurs twice is refused', "which one counts is anybody's guess"],
  automated: [
    "A HEAD request and a browser's prefetch are errors (405, 503)",
    'a mail scanner would use up the login of its reader',
  ],
  unparsedForm: [
    'A form that is POSTed to the callback path, and that no middleware has parsed, is an error',
    'a new login would start, endlessly',
  ],
  arrival: [
    'A callback is in the query, parsed or not, or in the body of a POST, `error` included; never in both',
    'parameters of two senders do not mix',
  ],
  forwarding: [
    "`trust proxy` is asked about the sender's address; of several forwarded hosts the first counts",
    "a header of a visitor is no proxy's",
  ],
  sessionKey: [
    'The session key is `oauth2:<provider>:<client id>`, not `oauth2:<host>`',
    'two clients at one host do not meet; logins that are pending during the upgrade start again',
  ],
  pendingLogins: [
    'Up to five logins are pending, and a wrong `state` ends none of them',
    'two tabs work, and a forged callback breaks nothing',
  ],
  binding: [
    'A login is valid for ten minutes, at the callback URL it was begun for: give a `callbackURL` of one request at both ends',
    'a stolen callback is of no use elsewhere or later',
  ],
  verifierStore: [
    'Under PKCE a `store` must take five arguments and return the verifier; with five it is given one even without PKCE, which is not sent',
    'a login would lose its protection silently',
  ],
  textParameters: [
    'Of `authorizationParams` and `tokenParams` only text, numbers and booleans are sent',
    '`prompt=` means something else than no `prompt`',
  ],
  headers: [
    '`User-Agent` is `passport-<name>`, not `Node-oauth`, and requests ask for JSON',
    'some services refuse requests that do not say who asks',
  ],
  bearerHeader: [
    '`_oauth2.get` puts the token into the `Authorization` header, and one in `customHeaders` goes to the token endpoint only',
    "a query is logged, and the client's credentials are not the profile endpoint's business",
  ],
  redirects: ['Redirects of the token endpoint are refused', 'secrets would follow them'],
  limits: ['Requests end: after 10 s, above 1 MiB, and when an answer breaks off', 'a login would hang'],
  tokenAnswer: [
    'A token response must be JSON, with `access_token` and, unless declared otherwise, `token_type`, which must be Bearer',
    'RFC 6749 requires it, and a web page is not a token',
  ],
  errorForms: [
    'A TokenError is made of `error` in a 2xx answer, too, and of an `error` that is an object',
    "the service's reason would be lost",
  ],
  profileIsRead: [
    'Without an override, `userProfile` reads the profile; one without `id` is an error',
    'it was `{}`, and two users without id would be one',
  ],
  params: ['`params` of `verify` is always an object', 'a replaced `getOAuthAccessToken` may give none'],
  verifyPromise: ['`verify` may return a promise of the user', 'a rejection would be unhandled'],
  once: ['Of several answers of `verify` the first counts', 'a login ends once'],
  networkCode: [
    "A network error's code is at `oauthError.cause.code`, not `oauthError.code`",
    "`code` is the service's own error code",
  ],
  words: [
    'Messages say more; challenges are objects; errors and challenges carry `reason`, `hint` and others, and every error a `status`; a plain `Error` is a ProviderError',
    'what to do next is in the log',
  ],
} as const satisfies Readonly<Record<string, readonly [difference: string, reason: string]>>;

export type DifferenceName = keyof typeof differences;
