import { randomBytes } from 'node:crypto';
import { type RegisteredClient } from '../../emulated-provider';
import { Refusal } from '../../http/refusal';
import { type KoompiTokenName, koompiTokens } from './erc20-tokens';
import { type KoompiUser } from './users';

/** An ERC20 transfer that was executed. */
export interface KoompiTransfer {
  /** The wallet of the user who signed in. */
  readonly from: string;
  readonly to: string;
  /** The token's address. */
  readonly token: string;
  /** In the token's smallest unit. */
  readonly amount: string;
  /** The application that did it. */
  readonly clientID: string;
  readonly transactionHash: string;
}

/** What an address holds of an ERC1155 token. Every application has token ids of its own†. */
export interface KoompiNft {
  readonly clientID: string;
  readonly owner: string;
  readonly tokenID: number;
  readonly amount: number;
  readonly metadataURI: string;
}

/** What happened on the emulated chain. Addresses are compared without regard to case. */
export interface KoompiWallet {
  readonly transfers: readonly KoompiTransfer[];
  /** Everything that is minted and not burnt, the oldest first. */
  readonly nfts: readonly KoompiNft[];
  /** In the token's smallest unit; `'0'` for whatever is unknown. */
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
    this.transfers.push(transfer);
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
