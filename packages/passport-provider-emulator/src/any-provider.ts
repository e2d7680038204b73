import { type CommonSwitches, type EmulatedUser } from './emulated-provider';
import { type ProviderBase } from './provider-base';

/** A provider whose own types do not matter to the caller. */
export type AnyProvider = Pick<
  ProviderBase<CommonSwitches, EmulatedUser, unknown>,
  | 'name'
  | 'title'
  | 'accent'
  | 'origins'
  | 'originNames'
  | 'authorizationOrigin'
  | 'requests'
  | 'pending'
  | 'clock'
  | 'automatic'
  | 'users'
  | 'switches'
  | 'routes'
  | 'guard'
  | 'readClient'
  | 'readAuthorization'
  | 'refuseAuthorization'
  | 'redirectsErrors'
  | 'signedInUser'
  | 'consents'
  | 'recordConsent'
  | 'sessionHeaders'
  | 'callbackExtras'
  | 'permissionsInWords'
  | 'refuse'
  | 'storesOf'
  | 'approve'
  | 'deny'
  | 'findClient'
  | 'findUser'
  | 'takeFault'
>;
