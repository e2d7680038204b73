import { randomBytes } from 'node:crypto';
import { type RegisteredClient } from '../../emulated-provider';
import { keepLast } from '../../http/keep-last';
import { Refusal } from '../../http/refusal';
import { type KoompiTokenName, koompiTokens } from './erc20-tokens';
import { type KoompiUser } from './users';

/** An ERC20 transfer that was executed. */
export interface KoompiTransfer {
  /** The address of the user's wallet. */
  readonly from: string;
  readonly to: string;
  /** The contract address of the token. */
  readonly token: string;
  /** In the smallest unit of the token. */
  readonly amount: string;
  /** The application that made the transfer. */
  readonly clientID: string;
  readonly transactionHash: string;
}

/** The ERC1155 tokens of an address. Each application has its own token ids†. */
export interface KoompiNft {
  readonly clientID: string;
  readonly owner: string;
  readonly tokenID: number;
  readonly amount: number;
  readonly metadataURI: string;
}

/** The state of the emulated chain. The case of addresses does not matter. */
export interface KoompiWallet {
  readonly transfers: readonly KoompiTransfer[];
  /** The tokens that are minted and not burnt, oldest first. */
  readonly nfts: readonly KoompiNft[];
  /** In the smallest unit of the token. `'0'` for an unknown address or token. */
  balanceOf(address: string, token: string): string;
}

export class KoompiLedger implements KoompiWallet {
  readonly transfers: KoompiTransfer[] = [];
  readonly #balances = new Map<string, bigint>();
  readonly #holdings = new Map<string, KoompiNft>();

  constructor(users: readonly KoompiUser[]) {
    for (const { profile, balances } of users) {
      for (const [name, amount] of Object.entries(balances)) {
        const { address } = koompiTokens[name as KoompiTokenName];
        this.#balances.set(account(profile.wallet_address, address), BigInt(amount));
      }
    }
  }

  get nfts(): readonly KoompiNft[] {
    return [...this.#holdings.values()];
  }

  balanceOf(address: string, token: string): string {
    return this.#balance(address, token).toString();
  }

  transfer(order: Omit<KoompiTransfer, 'transactionHash'>): KoompiTransfer {
    const { from, to, token } = order;
    const amount = BigInt(order.amount);
    const held = this.#balance(from, token);
    if (held < amount) {
      throw new Refusal(
        400,
        'insufficient_funds',
        'insufficient_funds',
        `The wallet holds ${held} of this token`,
      );
    }
    this.#balances.set(account(from, token), held - amount);
    this.#balances.set(account(to, token), this.#balance(to, token) + amount);
    const transfer = { ...order, transactionHash: transactionHash() };
    keepLast(this.transfers, transfer);
    return transfer;
  }

  mint(token: KoompiNft): void {
    const key = holding(token.clientID, token.owner, token.tokenID);
    const amount = (this.#holdings.get(key)?.amount ?? 0) + token.amount;
    this.#holdings.set(key, { ...token, amount });
  }

  burn(client: RegisteredClient, owner: string, tokenID: number, amount: number): void {
    const key = holding(client.clientID, owner, tokenID);
    const held = this.#holdings.get(key);
    if (!held || held.amount < amount) {
      const message = `The address holds ${held?.amount ?? 0} of this token`;
      throw new Refusal(400, 'insufficient_balance', 'insufficient_balance', message);
    }
    if (held.amount === amount) this.#holdings.delete(key);
    else this.#holdings.set(key, { ...held, amount: held.amount - amount });
  }

  #balance(address: string, token: string): bigint {
    return this.#balances.get(account(address, token)) ?? 0n;
  }
}

export function transactionHash(): string {
  return `0x${randomBytes(32).toString('hex')}`;
}

function account(address: string, token: string): string {
  return `${token} ${address}`.toLowerCase();
}

function holding(clientID: string, owner: string, tokenID: number): string {
  return `${clientID} ${tokenID} ${owner.toLowerCase()}`;
}
