import { Strategy } from 'passport-coinpay';
import { strategyContract } from 'passport-provider-emulator/contract';

const { cases, close } = strategyContract({
  provider: 'coinpay',
  Strategy,
  openid: true,
  profileFromEndpoint: { profileSource: 'userinfo' },
});
afterAll(close);

test.each(cases)('$name', ({ run }) => run());
