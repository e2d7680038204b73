import type { KomerzaRequest } from './api';

/** Those of Komerza's API. */
const methods: readonly unknown[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A dot or two between slashes, however they are spelt: an address loses them and leads elsewhere. */
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

/** What an address loses or changes: backslashes, fragments, white space, control characters. */
const unfitForPath = /[\\#\s\p{Cc}]/u;

/** What of a call cannot be right, whatever Komerza would say. */
export function mistakeIn({
  method,
  path,
  json,
}: Pick<KomerzaRequest, 'json'> & {
  readonly method: string;
  readonly path: string | readonly string[];
}): string | undefined {
  if (!methods.includes(method)) return `\`method\` must be one of ${methods.join(', ')}`;
  if (method === 'GET' && json !== undefined) return 'a GET has no `json`';
  const isList = Array.isArray(path);
  if ((typeof path !== 'string' && !isList) || path.length === 0) {
    return '`path` must be text, or a list of texts, that is not empty';
  }
  if (isList) return undefined;
  const [beforeQuery = ''] = path.split('?');
  const leadsElsewhere = unfitForPath.test(path) || dotSegment.test(beforeQuery);
  return leadsElsewhere
    ? '`path` has dots between slashes, or characters that an address does not have: give its parts as a list'
    : undefined;
}
