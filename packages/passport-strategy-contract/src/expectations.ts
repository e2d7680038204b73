import assert from 'node:assert/strict';
import { type Outcome } from './login-app';

/** The login succeeded. */
export function succeeded(outcome: Outcome): void {
  assert.equal(outcome.kind, 'success', `expected success, got ${told(outcome)}`);
}

/** The login ended in this way, for this reason. */
export function ended(outcome: Outcome, kind: 'fail' | 'error', reason: string): void {
  assert.equal(`${outcome.kind} ${outcome.reason}`, `${kind} ${reason}`, `got ${told(outcome)}`);
}

function told({ kind, reason, error, info }: Outcome): string {
  // Not the stack: Jest would point at the frames in it instead of at the row.
  const words = error instanceof Error ? String(error) : JSON.stringify(info);
  return `${kind} ${reason ?? ''} ${words}`;
}
