/** A token on the wallet page. */
export interface WalletToken {
  /** For people. */
  readonly symbol: string;
  /** Of its contract. */
  readonly address: string;
  /** The number of decimals of an amount. */
  readonly decimals: number;
}

/**
 * Reads `KOOMPI_TOKENS`: symbol, address and decimals of each token, with commas between tokens.
 *
 * @example readWalletTokens('RICE:0x7e57…A1:18,LOTUS:0x7e57…B2:6')
 * @throws Error that names the variable and its format
 */
export function readWalletTokens(text: string): readonly WalletToken[] {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  const tokens = entries.map((entry): WalletToken => {
    const [, symbol = '', address = '', decimals = ''] =
      /^([A-Za-z0-9.]{1,12}):(0x[0-9a-fA-F]{40}):(\d{1,2})$/.exec(entry) ?? [];
    if (symbol !== '' && Number(decimals) <= 36) return { symbol, address, decimals: Number(decimals) };
    throw new Error(
      `KOOMPI_TOKENS must be like SYMBOL:0x…:18, with commas between tokens; "${entry}" is not.`,
    );
  });
  const addresses = new Set(tokens.map(({ address }) => address.toLowerCase()));
  if (addresses.size < tokens.length) throw new Error('KOOMPI_TOKENS has the same address twice.');
  return tokens;
}
