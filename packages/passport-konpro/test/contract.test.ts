import { cookieStore } from 'passport-oauth2-base';
import { Strategy } from 'passport-konpro';
import { strategyContract, type ContractOptions } from 'passport-strategy-contract';

const options: ContractOptions = {
  provider: 'konpro',
  Strategy,
  profileID: (username) => `username:${username}`,
};
const store = cookieStore({ secret: 'a secret of at least thirty-two characters' });

describe('with a session', () => {
  const { cases, close } = strategyContract(options);
  afterAll(close);
  test.each(cases)('$title', ({ run }) => run());
});

describe('without one, in cookies', () => {
  const { cases, close } = strategyContract({ ...options, keptIn: 'cookie', options: { store } });
  afterAll(close);
  test.each(cases)('$title', ({ run }) => run());
});
