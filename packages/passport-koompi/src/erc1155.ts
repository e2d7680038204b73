import {
  walletAddress,
  unverified,
  type Unverified,
  type UnverifiedParameters,
  type WalletCalls,
} from './wallet-call';

/** Tokens to mint. */
export interface Erc1155Mint {
  /** The wallet address that receives the tokens. */
  readonly to: string;
  /** A safe integer from 0: larger numbers are rounded and may name another token. */
  readonly tokenId: number;
  /** Number of tokens: a safe integer above zero. */
  readonly amount: number;
  /** URL of the metadata, such as `ipfs://…`. */
  readonly metadataURI: string;
}

/** KOOMPI's ERC-1155 calls. The application makes them for itself, with its API key. */
export interface Erc1155 {
  /**
   * Mints tokens. The request is sent once and never repeated.
   *
   * @returns the response body, unverified: KOOMPI does not document it
   * @throws ProviderError `argument_invalid` before anything is sent; `api_refused`, also for a wrong API key;
   *   `rate_limited`; `outcome_unknown` when the tokens may have been minted
   * @throws TypeError if the preset has no documented wallet URL (`'v1'`, `'kid'`) and `apiURL` is not set
   * @see https://dash.koompi.org/docs
   */
  mint(mint: Erc1155Mint): Promise<Unverified>;
  /**
   * Burns tokens. KOOMPI does not document the parameters, so they are sent as given; only `token_id` is checked. The
   * request is sent once and never repeated.
   *
   * @param parameters - unverified, such as `{ from_address, token_id, amount }`
   * @returns the response body, unverified
   * @throws as `mint`
   */
  burn(parameters: UnverifiedParameters): Promise<Unverified>;
}

/**
 * @param apiKey - sent as `X-API-Key`: the option `apiKey`, or the client secret
 * @internal
 */
export function erc1155(wallet: WalletCalls, apiKey: string): Erc1155 {
  const post = async (path: string, json: object): Promise<Unverified> => {
    const credential = { header: 'X-API-Key', apiKey };
    return (await wallet.call({ method: 'POST', path, json, credential })).body;
  };
  return {
    async mint(mint) {
      const to_address = walletAddress('to', mint?.to, wallet);
      const token_id = tokenIdOf('tokenId', mint.tokenId, wallet);
      const { amount, metadataURI: metadata_uri } = mint;
      if (!Number.isSafeInteger(amount) || amount < 1) {
        throw wallet.invalid('`amount` must be a safe integer above zero');
      }
      // URL.canParse accepts spaces and line breaks, and minted metadata cannot be corrected.
      if (typeof metadata_uri !== 'string' || /\s/.test(metadata_uri) || !URL.canParse(metadata_uri)) {
        throw wallet.invalid('`metadataURI` must be an absolute URL without spaces, such as ipfs://…');
      }
      return post('erc1155/mint', { to_address, token_id, amount, metadata_uri });
    },

    async burn(parameters) {
      const json = unverified(parameters, wallet);
      if (Object.hasOwn(json, 'token_id')) tokenIdOf('token_id', json['token_id'], wallet);
      return post('erc1155/burn', json);
    },
  };
}

function tokenIdOf(member: string, value: unknown, { invalid }: WalletCalls): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`\`${member}\` must be a safe integer from 0 to ${Number.MAX_SAFE_INTEGER}`);
}
