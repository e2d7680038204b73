const kenyanOffset = 3 * 3_600_000;

/** ISO 8601 to the second with `+03:00`, as Kopo Kopo writes times. */
export function kenyanTime(milliseconds: number): string {
  return `${new Date(milliseconds + kenyanOffset).toISOString().slice(0, 19)}+03:00`;
}
