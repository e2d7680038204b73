import { randomBytes } from 'node:crypto';
import { PageError, type Problem } from './problem';

/** How long an order waits for its confirmation, in milliseconds. */
const confirmWithin = 10 * 60_000;

/** How many orders are remembered. */
const mostRemembered = 1000;

/** The state of an order. */
export type OrderState<Answer> =
  | { readonly kind: 'proposed' }
  | { readonly kind: 'under-way'; readonly end: Promise<void> }
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Something that costs money and must be done once. */
export interface Order<Content, Answer> {
  readonly id: string;
  readonly owner: string;
  readonly content: Content;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: OrderState<Answer>;
}

type Entry<Content, Answer> = Order<Content, Answer> & { state: OrderState<Answer> };

/** An id that cannot be guessed. */
export function newOrderID(): string {
  return randomBytes(18).toString('base64url');
}

/**
 * The orders of one application, each for the session that owns it. In your application they are rows of a database,
 * and `carryOut` is one statement that marks a row only if it is unmarked. Then it also holds for several processes and
 * after a restart.
 */
export class Orders<Content, Answer> {
  readonly #entries = new Map<string, Entry<Content, Answer>>();

  /**
   * Adds an order. An earlier one of the same owner that is not confirmed is removed.
   *
   * @param owner - the session that may see and confirm it
   * @param id - the id of the form. The same form is the same order, whatever its entries are
   */
  propose(owner: string, content: Content, id: string = newOrderID()): Order<Content, Answer> {
    const known = this.find(owner, id);
    if (known) return known;
    for (const [key, entry] of this.#entries) {
      if (entry.owner === owner && entry.state.kind === 'proposed') this.#entries.delete(key);
    }
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= mostRemembered && !oldest.done) this.#entries.delete(oldest.value);
    const entry = { id, owner, content, at: Date.now(), state: { kind: 'proposed' } } as const;
    this.#entries.set(keyOf(entry), entry);
    return entry;
  }

  /** The order, for its owner only, and only if it was confirmed in time. */
  find(owner: string, id: string): Order<Content, Answer> | undefined {
    const entry = this.#entries.get(keyOf({ owner, id }));
    const isLate = entry?.state.kind === 'proposed' && entry.at + confirmWithin < Date.now();
    return isLate ? undefined : entry;
  }

  /** The confirmed orders of an owner, the newest first. */
  of(owner: string): readonly Order<Content, Answer>[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.owner === owner && entry.state.kind !== 'proposed')
      .reverse();
  }

  /**
   * Carries out the order. `work` is called once, even if this is called several times. All callers wait for its end.
   *
   * @param explain - makes the words for a failure
   * @throws PageError to the first caller only, so that a failure is logged once
   */
  async carryOut(
    order: Order<Content, Answer>,
    work: (content: Content) => Promise<Answer>,
    explain: (error: unknown) => Problem,
  ): Promise<void> {
    const entry = this.#entries.get(keyOf(order));
    if (entry?.state.kind === 'under-way') return entry.state.end;
    if (entry?.state.kind !== 'proposed') return;
    // Marked before the first await, so that no second call can get here.
    const done = work(entry.content);
    const end = done.then(
      (answer) => void (entry.state = { kind: 'done', answer }),
      (error: unknown) => void (entry.state = { kind: 'failed', problem: explain(error) }),
    );
    entry.state = { kind: 'under-way', end };
    await end;
    await done.catch((error: unknown) => {
      throw new PageError(explain(error), error);
    });
  }
}

function keyOf({ owner, id }: { readonly owner: string; readonly id: string }): string {
  return `${owner} ${id}`;
}
