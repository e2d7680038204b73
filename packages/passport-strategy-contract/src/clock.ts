/** Runs a function while `Date.now()` is ahead by this many milliseconds. */
export async function later<Value>(milliseconds: number, run: () => Promise<Value>): Promise<Value> {
  const { now } = Date;
  Date.now = () => now() + milliseconds;
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}
