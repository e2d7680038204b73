/** The clock of all lifetimes: codes, tokens, consent forms. */
export class Clock {
  readonly #source: () => number;
  #offset = 0;

  constructor(source: () => number) {
    this.#source = source;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#source() + this.#offset;
  }

  advance(milliseconds: number): void {
    if (!Number.isFinite(milliseconds)) {
      throw new TypeError('Expected `milliseconds` to be a finite number');
    }
    this.#offset += milliseconds;
  }
}
