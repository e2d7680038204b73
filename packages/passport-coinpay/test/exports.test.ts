import { exportContract } from '../../../test/support/exports';

exportContract({ name: 'passport-coinpay', client: 'CoinPayClient', more: ['CoinPayScope'] });
