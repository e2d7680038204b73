import { AssertionError } from 'node:assert/strict';
import { type Outcome } from './login-app';

/** Asserts that the login succeeded. */
export function succeeded(outcome: Outcome): void {
  same(outcome, outcome.kind, 'success', succeeded);
}

/** Asserts how the login ended, and the reason. */
export function ended(outcome: Outcome, kind: 'fail' | 'error', reason: string): void {
  same(outcome, `${outcome.kind} ${outcome.reason}`, `${kind} ${reason}`, ended);
}

/** The stack starts at the caller of `from`, so that Jest points at the row. */
function same(
  outcome: Outcome,
  actual: string,
  expected: string,
  from: typeof ended | typeof succeeded,
): void {
  if (actual === expected) return;
  const message = `expected ${expected}, got ${told(outcome)}`;
  throw new AssertionError({ actual, expected, operator: 'strictEqual', message, stackStartFn: from });
}

function told({ kind, reason, error, info }: Outcome): string {
  // Not the stack, because Jest would point at its frames instead of at the row.
  const words = error instanceof Error ? String(error) : JSON.stringify(info);
  return `${kind} ${reason ?? ''} ${words}`;
}
