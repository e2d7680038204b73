import { exportContract } from '../../../test/support/exports';

exportContract({
  name: 'passport-komerza',
  client: 'KomerzaClient',
  more: ['KomerzaPermission', 'hasPermission'],
});
