import { type Call } from '../../http/request';
import { Refusal } from '../../http/refusal';

export type Form = Readonly<Record<string, unknown>>;

/** A form member or query parameter is not as documented. */
export class FormRefusal extends Refusal {
  constructor(
    readonly field: string,
    expectation: string,
  ) {
    super(400, 'ValidationError', `invalid_${field}`, `${field} must be ${expectation}`);
  }
}

export function readForm({ mediaType, body }: Call): Form {
  if (mediaType === 'application/json' && typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Form;
  }
  throw new Refusal(400, 'ValidationError', 'body_not_json_object', 'The body must be a JSON object');
}

/** A text with a length in these limits. `fallback` replaces a missing member. */
export function text(form: Form, name: string, [least, most]: [number, number], fallback?: string): string {
  const value = form[name] ?? fallback;
  const length = typeof value === 'string' ? [...value].length : -1;
  if (typeof value === 'string' && length >= least && length <= most) return value;
  throw new FormRefusal(name, `a text of ${least} to ${most} characters`);
}

export function textLike(
  form: Form,
  name: string,
  pattern: RegExp,
  words: string,
  fallback?: string,
): string {
  const value = form[name] ?? fallback;
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new FormRefusal(name, words);
}

export function flag(form: Form, name: string, fallback: boolean): boolean {
  const value = form[name] ?? fallback;
  if (typeof value === 'boolean') return value;
  throw new FormRefusal(name, 'a boolean');
}

/** An optional URL. */
export function urlOf(form: Form, name: string): string | null {
  const value = form[name] ?? null;
  if (value === null || isWebURL(value)) return value;
  throw new FormRefusal(name, 'an absolute http(s) URL');
}

export function isWebURL(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
}

export function texts(form: Form, name: string, least: number): readonly string[] {
  const value = form[name] ?? [];
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
  if (isList && value.length >= least) return value as string[];
  throw new FormRefusal(name, `a list of at least ${least} texts`);
}
