import { Strategy } from 'passport-konpro';
import { strategyContract } from 'passport-provider-emulator/contract';

const { cases, close } = strategyContract({ provider: 'konpro', Strategy });
afterAll(close);

test.each(cases)('$name', ({ run }) => run());
