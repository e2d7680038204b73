import assert from 'node:assert/strict';
import { type Outcome } from './login-app';

/** Asserts that the login succeeded. */
export function succeeded(outcome: Outcome): void {
  assert.equal(outcome.kind, 'success', `expected success, got ${told(outcome)}`);
}

/** Asserts how the login ended, and the reason. */
export function ended(outcome: Outcome, kind: 'fail' | 'error', reason: string): void {
  assert.equal(`${outcome.kind} ${outcome.reason}`, `${kind} ${reason}`, `got ${told(outcome)}`);
}

function told({ kind, reason, error, info }: Outcome): string {
  // Not the stack, because Jest would point at its frames instead of at the row.
  const words = error instanceof Error ? String(error) : JSON.stringify(info);
  return `${kind} ${reason ?? ''} ${words}`;
}
