/** A remaining time for people, such as `59 min 58 s left`. */
export function remaining(milliseconds: number): string {
  return milliseconds < 1000 ? 'Expired' : `${spanOf(milliseconds)} left`;
}

/** A span of time for people, such as `59 min 58 s`. */
export function spanOf(milliseconds: number): string {
  const seconds = Math.max(1, Math.floor(milliseconds / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}
