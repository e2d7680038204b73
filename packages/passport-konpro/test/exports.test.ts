import { exportContract } from '../../../test/support/exports';

exportContract({ name: 'passport-konpro', client: 'KonProClient' });
