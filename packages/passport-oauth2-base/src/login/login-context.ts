import type { AuthenticateOptions, LoginRequest } from '../passport-oauth2';
import { linkedUserOf, packContext, type LoginContext } from '../state/app-state';
import { isTooLong, safeReturnTo } from '../state/return-to';
import type { LoginStrategy } from './login-strategy';
import { joinScope } from './scope';
import { warnOnce } from './warn-once';

/** In bytes of JSON: the application's state and `returnTo` together. */
const maxBytes = 1_024;

/** What a login carries from its start to its callback. */
export function loginContext(
  strategy: LoginStrategy,
  req: LoginRequest,
  options: AuthenticateOptions,
): LoginContext {
  const context: LoginContext = {
    state: options.state,
    linkedUser: linkedUserOf(req, options),
    scope: options.scope === undefined ? undefined : joinScope(strategy, options.scope),
  };
  const returnTo = returnToOf(strategy, options);
  return returnTo === undefined ? context : { ...context, returnTo };
}

/** A `returnTo` that takes too much room is dropped: the user signs in, and lands on the default page. */
function returnToOf(strategy: LoginStrategy, { returnTo, state }: AuthenticateOptions): string | undefined {
  if (isTooLong(returnTo)) {
    warnOnce(
      strategy,
      'returnTo',
      '`returnTo` has more than 512 characters and was ignored. Pass a shorter path.',
    );
    return undefined;
  }
  const safe = safeReturnTo(returnTo);
  if (safe === undefined || state === undefined) return safe;
  if (Buffer.byteLength(JSON.stringify(packContext({ state, returnTo: safe }))) <= maxBytes) return safe;
  warnOnce(
    strategy,
    'returnTo with state',
    '`returnTo` was ignored, because it and `state` take more than 1 KiB together. Keep the state on the server, and pass a key to it.',
  );
  return undefined;
}
