import fc from 'fast-check';

/** One line that is seen at once, and without Jest's frame around it. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The seed of a run: `FC_SEED`, or a new one. */
export function seedOf(): number {
  return Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 0x7fffffff));
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Fails when a promise takes longer than this: a login that hangs is as bad as one that crashes. */
export async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled in ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A property as a test, which tells its seed and how long it took. Jest fails it when a rejection is unhandled meanwhile. */
export function property<Values extends [unknown, ...unknown[]]>(
  name: string,
  runs: number,
  make: () => fc.IAsyncProperty<Values> | fc.IProperty<Values>,
): void {
  test(`${name} (${runs} runs)`, async () => {
    const seed = seedOf();
    const began = Date.now();
    try {
      await fc.assert(make() as fc.IAsyncProperty<Values>, { numRuns: runs, seed, endOnFailure: false });
      await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      tell(`${name}: ${runs} runs, seed ${seed}, ${Date.now() - began} ms`);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 240_000);
}
