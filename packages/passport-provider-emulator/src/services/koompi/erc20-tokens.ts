/** An ERC20 token of the emulated chain. */
export interface KoompiToken {
  readonly symbol: string;
  readonly address: string;
  /** The number of digits after the decimal point. */
  readonly decimals: number;
}

export type KoompiTokenName = 'rice' | 'lotus';

/** The tokens that the test users hold. */
export const koompiTokens: Readonly<Record<KoompiTokenName, KoompiToken>> = {
  rice: { symbol: 'RICE', address: '0x7e570000000000000000000000000000000000a1', decimals: 18 },
  lotus: { symbol: 'LOTUS', address: '0x7E570000000000000000000000000000000000B2', decimals: 6 },
};
