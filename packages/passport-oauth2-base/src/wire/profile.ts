import type { ProfileFields, ProviderDeclaration, ProviderProfile } from '../declaration';
import { ProviderError } from '../errors/provider-error';
import { asObject } from '../json';
import { asIdentifier, UserObject } from './user-object';

/**
 * Makes a Passport profile of a service's user object. Members that are undefined are left out.
 *
 * @throws ProviderError `profile_invalid` when there is no user, or none with an identifier
 */
export function readProfile<Fields extends ProfileFields, Options extends object>(
  declaration: Pick<ProviderDeclaration<Fields, Options>, 'name' | 'title' | 'profile'>,
  user: unknown,
  options: Options,
): Fields & ProviderProfile {
  const { profile } = declaration;
  const invalid = (detail: string): ProviderError =>
    new ProviderError('profile_invalid', { provider: declaration, endpoint: 'user_profile', detail });

  const json = asObject(user);
  if (!json) throw invalid('the user is not an object');
  const object = new UserObject(json);
  const fields = profile.map(object, options);
  const id = asIdentifier(fields.id);
  if (id === undefined) throw invalid('the user has no identifier');
  const kept = profile.keep ? profile.keep(object, options) : json;
  const name = fields.name && present(fields.name);
  return {
    provider: declaration.name,
    ...present({ ...fields, name: name && Object.keys(name).length > 0 ? name : undefined }),
    id,
    _raw: JSON.stringify(kept),
    _json: kept,
  };
}

/** A copy without the members that are undefined. */
function present<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
