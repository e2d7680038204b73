/**
 * The deadline of a request, for headers and body together. Not an AbortSignal, because Node's HTTP client needs about
 * 40 µs per request to listen to one.
 */
export class Deadline {
  private hasPassed = false;
  private stop: (() => void) | undefined;
  private readonly timer: NodeJS.Timeout;

  /** @param milliseconds - from now */
  constructor(milliseconds: number) {
    this.timer = setTimeout(() => {
      this.hasPassed = true;
      this.stop?.();
    }, milliseconds);
  }

  /** Whether the deadline has passed. */
  get passed(): boolean {
    return this.hasPassed;
  }

  /** Sets the function to call when the deadline passes. It replaces the previous one. */
  onExpiry(stop: () => void): void {
    this.stop = stop;
    if (this.hasPassed) stop();
  }

  /** Stops the timer: the request is finished. */
  clear(): void {
    clearTimeout(this.timer);
  }
}
