/** Every difference from passport-oauth2, as the README's table has it: what differs, and why. */
export const differences = {
  callbackRequired: [
    '`callbackURL` is required',
    'it binds a login to its callback; `authenticate(name, { callbackURL })` still replaces it',
  ],
  secretRequired: [
    '`clientSecret` is required, unless the service has public clients; without a secret, no `client_secret` is sent',
    'if an environment variable were missing, the login would use an empty secret',
  ],
  safeDefaults: [
    'State and PKCE are on, and need a session',
    'without them an attacker can sign a visitor in as another user, or inject a stolen code',
  ],
  strictOptions: [
    'Misspelt and contradictory options are TypeErrors',
    'with `clientId` instead of `clientID`, the login would have no client id',
  ],
  noPlain: ['Any `pkce` but S256 is a TypeError', '`plain` protects nothing (RFC 9700)'],
  httpsOnly: [
    'URLs must be https or localhost; so must a relative `callbackURL` after it is resolved',
    'anyone on the network can read a token sent over plain http',
  ],
  declaredAddresses: [
    'URLs and client id come from the declaration and the options; a later change of `_clientId` or `_accessTokenUrl` in `_oauth2` has no effect',
    "the service is known, and an add-on's copy of a URL may be outdated",
  ],
  name: [
    "The strategy's name is that of the declaration, not `oauth2`",
    'one application may use several services',
  ],
  asynchronous: [
    '`authenticate()` returns before the redirect is made',
    'it may have to wait for a store or for discovery, and catches whatever is thrown',
  ],
  errorAfterState: [
    '`error` is reported only after `state` is verified',
    'otherwise any site could make a login fail',
  ],
  ownState: [
    'The `state` given to `authenticate()` comes back as `info.state`, also if it is a string, and is never sent to the service',
    'the `state` that is sent to the service must not be guessable',
  ],
  stateAlone: [
    'A request with `state` alone is a callback',
    'some services report a denial this way; otherwise the login would start again',
  ],
  twice: ['A callback with a parameter that occurs twice is refused', 'nobody can tell which value is valid'],
  automated: [
    "A HEAD request and a browser's prefetch are errors (405, 503)",
    "a mail scanner would use up the user's login",
  ],
  unparsedForm: [
    'A form POSTed to the callback path is an error if no middleware parsed it',
    'otherwise new logins would start in an endless loop',
  ],
  arrival: [
    'Callback parameters, `error` too, are read from the query, parsed or not, or from the body of a POST, but never from both',
    'parameters of two senders must not mix',
  ],
  forwarding: [
    "`trust proxy` is checked against the sender's address; the first of several forwarded hosts is used",
    'a visitor can send the headers of a proxy',
  ],
  sessionKey: [
    'The session key is `oauth2:<provider>:<client id>`, not `oauth2:<host>`',
    'two clients at one host do not share a key; logins that are pending during the upgrade start again',
  ],
  pendingLogins: [
    'Up to five logins can be pending, and a wrong `state` ends none of them',
    'two tabs work, and a forged callback does no harm',
  ],
  binding: [
    'A login is valid for ten minutes, and only for its callback URL: a `callbackURL` given to `authenticate()` must be given at start and at callback',
    'a stolen callback does not work elsewhere or later',
  ],
  verifierStore: [
    'With PKCE, a `store` must take five arguments and return the verifier; a store of five arguments gets a verifier even without PKCE, but it is not sent',
    'otherwise a login would silently lose its protection',
  ],
  textParameters: [
    'Only strings, numbers and booleans of `authorizationParams` and `tokenParams` are sent',
    'an empty `prompt=` is not the same as no `prompt`',
  ],
  headers: [
    '`User-Agent` is `passport-<name>`, not `Node-oauth`, and requests ask for JSON',
    'some services refuse requests without a descriptive `User-Agent`',
  ],
  bearerHeader: [
    '`_oauth2.get` puts the token into the `Authorization` header; an `Authorization` in `customHeaders` is sent to the token endpoint only',
    "queries are logged, and the profile endpoint must not see the client's credentials",
  ],
  redirects: [
    'Redirects of the token endpoint are refused',
    'otherwise secrets would be sent to the new URL',
  ],
  limits: [
    'A request fails after 10 s, above 1 MiB, or if the response breaks off',
    'otherwise a login would hang',
  ],
  tokenAnswer: [
    'A token response must be JSON, with `access_token` and, unless declared otherwise, `token_type`, which must be Bearer',
    'RFC 6749 requires it, and a web page must not be read as a token',
  ],
  errorForms: [
    'An `error` in a 2xx response, or an `error` that is an object, is a TokenError',
    "otherwise the service's reason would be lost",
  ],
  profileIsRead: [
    'Without an override, `userProfile` reads the profile; a profile without `id` is an error',
    'it was `{}`; two users without id would share one account',
  ],
  params: ['`params` of `verify` is always an object', 'a replaced `getOAuthAccessToken` may not return it'],
  verifyPromise: [
    '`verify` with three parameters (four with `req`) may return the user or a promise of the user; with `done`, only the first call counts, and a promise is never a user',
    'otherwise a rejection would be unhandled, and `done(null, User.findOne(…))` would sign in a promise',
  ],
  thrownValues: [
    "If a function of the application throws a falsy value, `'route'` or `'router'`, it is an error (`application_error`)",
    'otherwise Express would run the protected handler or skip to the next route',
  ],
  asyncFunctions: [
    'Functions of the application may be asynchronous; it is an error if one ends without calling its callback (`hook_unanswered`, `verify_unanswered`)',
    'otherwise a rejection would end the process, or the request would hang',
  ],
  once: ['If `verify` calls `done` several times, only the first call counts', 'a login can end only once'],
  networkCode: [
    "A network error's code is at `oauthError.cause.code`, not `oauthError.code`",
    "`code` is reserved for the service's error code",
  ],
  words: [
    'Messages are longer; challenges are objects; errors and challenges have `reason`, `hint` and other members; every error has a `status`; a plain `Error` is a ProviderError',
    'the log says what to do next',
  ],
} as const satisfies Readonly<Record<string, readonly [difference: string, reason: string]>>;

export type DifferenceName = keyof typeof differences;
