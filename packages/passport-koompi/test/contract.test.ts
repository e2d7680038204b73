import { Strategy } from 'passport-koompi';
import { strategyContract } from 'passport-provider-emulator/contract';

const { cases, close } = strategyContract({
  provider: 'koompi',
  Strategy,
  profileFromEndpoint: { profileSource: 'userinfo' },
});
afterAll(close);

test.each(cases)('$name', ({ run }) => run());
