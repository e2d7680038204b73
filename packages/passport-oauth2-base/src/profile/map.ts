import type { ProfileFields, ProviderDeclaration, ProviderProfile } from '../declaration';
import { ProviderError } from '../errors/provider-error';
import { asObject, type JsonObject } from '../lib/json';
import { asIdentifier, UserInvalidError, UserObject } from './user-object';

/**
 * Maps a service's user object to a Passport profile. Undefined members are left out.
 *
 * @throws ProviderError `profile_invalid` if there is no user, or the user has no identifier
 */
export function mapProfile<Fields extends ProfileFields, Options extends object>(
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
  let fields: Fields;
  try {
    fields = profile.map(object, options);
  } catch (error) {
    // Any other error of the mapping may quote the user's data.
    throw invalid(error instanceof UserInvalidError ? error.message : 'the user has an unexpected form');
  }
  const id = asIdentifier(fields.id);
  if (id === undefined) throw invalid('the user has no identifier');
  const keptUser = profile.keep ? profile.keep(object, options) : json;
  const name = fields.name && present(fields.name);
  return {
    ...present({ ...fields, name: name && Object.keys(name).length > 0 ? name : undefined }),
    provider: declaration.name,
    id,
    _raw: textOf(keptUser, invalid),
    _json: keptUser,
  };
}

/** The object as JSON. JSON.stringify throws if it is nested too deeply. */
function textOf(user: JsonObject, invalid: (detail: string) => ProviderError): string {
  try {
    return JSON.stringify(user);
  } catch {
    throw invalid('the user is nested too deeply');
  }
}

/** A copy without undefined members, also inside lists of objects. */
function present<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]: [string, unknown]) => [
        key,
        Array.isArray(member) ? member.map(presentItem) : member,
      ]),
  ) as Value;
}

function presentItem(item: unknown): unknown {
  return asObject(item) ? present(item as object) : item;
}
