import {
  addressOf,
  unverified,
  type Unverified,
  type UnverifiedParameters,
  type WalletCalls,
} from './wallet-call';

/** What is to be minted. */
export interface Erc1155Mint {
  /** The address that gets it. */
  readonly to: string;
  /** A safe integer: beyond those, two numbers become the same token. */
  readonly tokenId: number;
  /** How many; a safe integer above zero. */
  readonly amount: number;
  /** Where the metadata is, such as `ipfs://…`. */
  readonly metadataURI: string;
}

/** KOOMPI's ERC1155 calls, which the application makes in its own name. */
export interface Erc1155 {
  /**
   * Mints tokens. Sent once, and never again by itself.
   *
   * @returns unverified: KOOMPI does not document the answer
   * @throws ProviderError `argument_invalid` before anything is sent; `api_refused`, for a wrong key too;
   *   `rate_limited`; `outcome_unknown` when the tokens may have been minted
   * @throws TypeError under a preset that documents no address of the wallet, without `apiURL`
   * @see https://dash.koompi.org/docs
   */
  mint(mint: Erc1155Mint): Promise<Unverified>;
  /**
   * Burns tokens. KOOMPI documents no parameters: they are the caller's. A `token_id` among them is checked. Sent once,
   * and never again by itself.
   *
   * @param parameters - unverified, such as `{ from_address, token_id, amount }`
   * @returns unverified
   * @throws as `mint`
   */
  burn(parameters: UnverifiedParameters): Promise<Unverified>;
}

/**
 * @param apiKey - the client secret, unless KOOMPI gave the application a key of its own
 * @internal
 */
export function erc1155(wallet: WalletCalls, apiKey: string): Erc1155 {
  const post = async (path: string, json: object): Promise<Unverified> => {
    const credential = { header: 'X-API-Key', apiKey };
    return (await wallet.call({ method: 'POST', path, json, credential })).body;
  };
  return {
    async mint(mint) {
      const to_address = addressOf('to', mint?.to, wallet);
      const token_id = tokenIdOf('tokenId', mint.tokenId, wallet);
      const { amount, metadataURI: metadata_uri } = mint;
      if (!Number.isSafeInteger(amount) || amount < 1) {
        throw wallet.invalid('`amount` must be a safe integer above zero');
      }
      // An address parser would forgive spaces and line ends; what is minted cannot be mended.
      if (typeof metadata_uri !== 'string' || /\s/.test(metadata_uri) || !URL.canParse(metadata_uri)) {
        throw wallet.invalid('`metadataURI` must be an address, such as ipfs://…');
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
  throw invalid(`\`${member}\` must be a safe integer, from 0 to ${Number.MAX_SAFE_INTEGER}`);
}
