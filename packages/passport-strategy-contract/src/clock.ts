/** Runs something while this process believes that it is later. */
export async function later<Value>(milliseconds: number, run: () => Promise<Value>): Promise<Value> {
  const { now } = Date;
  Date.now = () => now() + milliseconds;
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}
