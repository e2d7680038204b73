import { type EmulatedUser } from '../emulated-provider';
import { type HttpProvider } from '../http/http-provider';
import { type ServiceDefinition } from '../service-definition';
import { type OAuthServiceDefinition, type OAuthServiceEmulator } from './definition';
import { OAuthService } from './service';

export type * from './definition';

/**
 * Describes a service of your own, for `providers` of `startEmulator`. It is as strict as the emulated services: codes
 * count once, redirect URIs are compared exactly (RFC 6749), and a PKCE challenge needs its verifier (RFC 7636).
 *
 * @throws TypeError if the definition is incomplete.
 */
export function oauthService<const Name extends string, User extends EmulatedUser>(
  definition: OAuthServiceDefinition<Name, User>,
): ServiceDefinition<Name, OAuthServiceEmulator<User> & HttpProvider> {
  const { name, title, users } = definition;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new TypeError(
      `Expected \`name\` of a service to be lower-case letters, digits and hyphens, got ${name}`,
    );
  }
  if (!title) throw new TypeError(`The service ${name} needs a \`title\`, its name for people`);
  if (users.length === 0)
    throw new TypeError(`The service ${name} needs at least one test user in \`users\``);
  return { name, create: (context) => new OAuthService(definition, context) };
}
