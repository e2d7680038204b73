import type { ProfileFields, ProviderDeclaration, ProviderProfile } from '../declaration';
import { ProviderError } from '../errors/provider-error';
import { asObject, type JsonObject } from '../lib/json';
import { asIdentifier, UserObject } from './user-object';

/**
 * Makes a Passport profile of a service's user object. Members that are undefined are left out.
 *
 * @throws ProviderError `profile_invalid` when there is no user, or none with an identifier
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
  } catch {
    // The mapping's own words may quote the user's data.
    throw invalid('the user has an unexpected form');
  }
  const id = asIdentifier(fields.id);
  if (id === undefined) throw invalid('the user has no identifier');
  const kept = profile.keep ? profile.keep(object, options) : json;
  const name = fields.name && present(fields.name);
  return {
    ...present({ ...fields, name: name && Object.keys(name).length > 0 ? name : undefined }),
    provider: declaration.name,
    id,
    _raw: textOf(kept, invalid),
    _json: kept,
  };
}

/** The object as JSON; one that is nested too deeply for that is no user. */
function textOf(kept: JsonObject, invalid: (detail: string) => ProviderError): string {
  try {
    return JSON.stringify(kept);
  } catch {
    throw invalid('the user is nested too deeply');
  }
}

/** A copy without the members that are undefined, in lists of objects too. */
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
