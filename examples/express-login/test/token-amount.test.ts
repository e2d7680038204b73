import { balanceIn } from '../src/balances';
import { formatAmount, parseAmount } from '../src/token-amount';
import { readWalletTokens } from '../src/wallet-tokens';

describe('an amount is read digit by digit', () => {
  test.each([
    ['1', 18, 1_000_000_000_000_000_000n],
    ['1.5', 18, 1_500_000_000_000_000_000n],
    ['0.1', 18, 100_000_000_000_000_000n],
    ['0.000000000000000001', 18, 1n],
    ['0001.50', 6, 1_500_000n],
    ['9007199254740993', 0, 9_007_199_254_740_993n],
    ['123456789.123456789123456789', 18, 123_456_789_123_456_789_123_456_789n],
    [String(2n ** 256n - 1n), 0, 2n ** 256n - 1n],
  ])('%s with %i decimals', (text, decimals, amount) => {
    expect(parseAmount(text, decimals)).toBe(amount);
    expect(parseAmount(formatAmount(amount, decimals), decimals)).toBe(amount);
  });

  test.each([
    ...[
      '',
      ' ',
      '.',
      '.5',
      '5.',
      '1,5',
      '1 000',
      '-1',
      '+1',
      '1e18',
      '0x10',
      '1_000',
      '1.5.0',
      '١',
      '１',
      'NaN',
      '1\n',
    ].map((text) => [text, 'not-decimal']),
    ['1'.repeat(79), 'not-decimal'],
    ['1.0000001', 'too-fine'],
    ['0', 'zero'],
    ['0.000000', 'zero'],
    ['9'.repeat(78), 'too-large'],
  ])('%j is none', (text, objection) => {
    expect(parseAmount(text, 6)).toBe(objection);
  });

  test.each([
    [0n, 18, '0'],
    [1n, 18, '0.000000000000000001'],
    [10n ** 18n, 18, '1'],
    [1_230n, 3, '1.23'],
    [42n, 0, '42'],
    [100n, 0, '100'],
  ])('%s with %i decimals is shown as %s', (amount, decimals, text) => {
    expect(formatAmount(amount, decimals)).toBe(text);
  });
});

describe('a balance, whose form nobody documents', () => {
  test.each([
    ['12', 12n],
    [12, 12n],
    [{ balance: '12' }, 12n],
    [{ status: 'success', data: { balance: '12' } }, 12n],
    [{ result: '12' }, 12n],
    [{ balance: 0 }, 0n],
  ])('%j is read', (answer, balance) => {
    expect(balanceIn(answer)).toBe(balance);
  });

  test.each([
    [undefined],
    [null],
    [''],
    ['-1'],
    ['1.5'],
    ['0x10'],
    [1.5],
    [2 ** 60],
    [{}],
    [{ balance: null }],
    [{ balance: [] }],
    [{ balance: { amount: '1' } }],
    [{ data: { data: { data: { data: '1' } } } }],
    [[{ balance: '1' }]],
  ])('%j is not guessed at', (answer) => {
    expect(balanceIn(answer)).toBeUndefined();
  });
});

const rice = `RICE:0x${'a'.repeat(40)}:18`;

test('KOOMPI_TOKENS names tokens', () => {
  expect(readWalletTokens('')).toEqual([]);
  expect(readWalletTokens(`${rice}, LOTUS:0x${'b'.repeat(40)}:6,`)).toEqual([
    { symbol: 'RICE', address: `0x${'a'.repeat(40)}`, decimals: 18 },
    { symbol: 'LOTUS', address: `0x${'b'.repeat(40)}`, decimals: 6 },
  ]);
});

test.each([
  'RICE',
  `RICE:0x${'a'.repeat(39)}:18`,
  `RICE:0x${'a'.repeat(40)}`,
  `RICE:0x${'a'.repeat(40)}:37`,
  `RI<CE:0x${'a'.repeat(40)}:18`,
  `${rice},${rice.toUpperCase().replace('0X', '0x')}`,
])('a KOOMPI_TOKENS that is wrong is named: %s', (text) => {
  expect(() => readWalletTokens(text)).toThrow('KOOMPI_TOKENS');
});
