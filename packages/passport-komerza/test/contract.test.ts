import { Strategy } from 'passport-komerza';
import { strategyContract } from 'passport-provider-emulator/contract';

const { cases, close } = strategyContract({ provider: 'komerza', Strategy });
afterAll(close);

test.each(cases)('$name', ({ run }) => run());
