import type { ProfileFields, ProviderDeclaration, ProviderProfile } from '../declaration';
import { ProviderError } from '../errors/provider-error';
import { asObject } from '../json';

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
  const object = asObject(user);
  if (!object) {
    throw new ProviderError('profile_invalid', {
      provider: declaration,
      detail: 'the user is not an object',
    });
  }
  const { profile } = declaration;
  let fields: Fields;
  try {
    fields = profile.map(object, options);
  } catch {
    // The mapping's own words may quote the user's data.
    throw new ProviderError('profile_invalid', {
      provider: declaration,
      detail: 'the user has an unexpected form',
    });
  }
  const id = identifier(fields.id);
  if (id === undefined) {
    throw new ProviderError('profile_invalid', {
      provider: declaration,
      detail: 'the user has no identifier',
    });
  }
  const kept = profile.keep ? profile.keep(object, options) : object;
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    provider: declaration.name,
    ...(Object.fromEntries(present) as unknown as Fields),
    id,
    _raw: JSON.stringify(kept),
    _json: kept,
  };
}

function identifier(id: unknown): string | undefined {
  if (typeof id === 'string' && id !== '') return id;
  // Beyond the safe integers two users' numbers become the same.
  return Number.isSafeInteger(id) ? String(id) : undefined;
}
