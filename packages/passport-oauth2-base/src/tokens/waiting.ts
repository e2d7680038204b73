import { setTimeout as sleep } from 'node:timers/promises';

/** Waits about so many milliseconds: between half and all of it, so that processes do not act at the same moment. */
export async function pause(milliseconds: number): Promise<void> {
  await sleep(jittered(milliseconds));
}

/** A random duration between half and all of the given one. */
export function jittered(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}

/** Milliseconds before the next attempt after so many failures in a row: half a second, doubled up to a minute. */
export function backoff(failures: number): number {
  return jittered(Math.min(60_000, 500 * 2 ** Math.min(failures, 10)));
}

/** Rejects with `late()` if the promise has not settled in time. The promise itself goes on. */
export async function within<Value>(
  milliseconds: number,
  promise: Promise<Value>,
  late: () => Error,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
    // What comes after the deadline has no listener.
    promise.catch(() => undefined);
  }
}
