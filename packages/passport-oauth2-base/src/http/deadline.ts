/**
 * The one deadline of a request, over headers and body. Not an AbortSignal: Node's HTTP client takes some 40 µs to
 * listen to one, for every request.
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

  /** Whether the time is over. */
  get passed(): boolean {
    return this.hasPassed;
  }

  /** Says what is to be stopped when the time is over; what was said before is forgotten. */
  onExpiry(stop: () => void): void {
    this.stop = stop;
    if (this.hasPassed) stop();
  }

  /** There is nothing to stop any more. */
  clear(): void {
    clearTimeout(this.timer);
  }
}
