import { randomBytes } from 'node:crypto';
import { PageError, type Problem } from './problem';

/** How long an order waits for its confirmation, in milliseconds. */
const confirmWithin = 10 * 60_000;

/** How many orders are remembered. */
const mostRemembered = 1000;

/** What has become of an order. */
export type OrderState<Answer> =
  | { readonly kind: 'proposed' }
  | { readonly kind: 'under-way'; readonly end: Promise<void> }
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Something that costs money, and is done once. */
export interface Order<Content, Answer> {
  readonly id: string;
  readonly owner: string;
  readonly content: Content;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: OrderState<Answer>;
}

type Entry<Content, Answer> = Order<Content, Answer> & { state: OrderState<Answer> };

/** An id that nobody guesses. */
export function newOrderID(): string {
  return randomBytes(18).toString('base64url');
}

/**
 * The orders of one application, each for the session that owns it. Yours are rows of a database, and `carryOut` is one
 * statement that finds the row untouched and marks it: then it holds for several processes, and after a restart.
 */
export class Orders<Content, Answer> {
  readonly #entries = new Map<string, Entry<Content, Answer>>();

  /**
   * Notes what is wanted. What the same owner has not confirmed until now cannot be confirmed any more.
   *
   * @param owner - the session that may see and confirm it
   * @param id - of the form that was sent; the same form is the same order, whatever is in it
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

  /** The order, for its owner: nothing for others, and for one that was not confirmed in time. */
  find(owner: string, id: string): Order<Content, Answer> | undefined {
    const entry = this.#entries.get(keyOf({ owner, id }));
    const isLate = entry?.state.kind === 'proposed' && entry.at + confirmWithin < Date.now();
    return isLate ? undefined : entry;
  }

  /** What the owner has ordered and confirmed, the newest first. */
  of(owner: string): readonly Order<Content, Answer>[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.owner === owner && entry.state.kind !== 'proposed')
      .reverse();
  }

  /**
   * Does what was ordered. However often it is called, `work` is called once; all callers wait for its end.
   *
   * @param explain - the words for a failure: for all callers, and whoever looks later
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
    // Marked before anything is awaited: nobody comes between.
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
