import { exportContract } from '../../../test/support/exports';

exportContract({ name: 'passport-koompi', client: 'KoompiClient', more: ['KoompiScope'] });
