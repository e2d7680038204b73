/** What the properties have found, as small as it gets. `test.failing` turns red when a defect is mended: make it a test. */
import { startEmulator, type Emulator } from 'passport-provider-emulator';
import { Strategy as CoinPay } from 'passport-coinpay';
import { type ProviderStrategy } from 'passport-oauth2-base';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ providers: ['coinpay'] });
});
afterAll(() => emulator.close());

describe('A41: an error code of the token endpoint, without a description, in the message', () => {
  /** What passport-oauth2's hook makes of an error body. */
  function messageFor(error: string): string {
    const { options, client } = emulator.coinpay;
    const callbackURL = client.callbackURLs[0] as string;
    const strategy = new CoinPay({ ...options, callbackURL }, () => undefined) as unknown as ProviderStrategy;
    return strategy.parseErrorResponse(JSON.stringify({ error }), 400)?.message ?? '';
  }

  // Defect: `parseErrorResponse` (strategy.ts) runs the description through `phrase`, and the code only where it becomes
  // `code`: as the message it stays raw. Fix: `const words = phrase(description ?? code);`
  test.failing('has no control characters', () => {
    expect(messageFor('invalid\r\nINFO forged line \u001b[31m')).not.toMatch(/\p{Cc}/u);
  });
  test.failing('is short', () => {
    expect(messageFor('x'.repeat(100_000)).length).toBeLessThan(2_000);
  });
});
