import { type Fields } from './request';

/** `client_id` and `client_secret` of `Authorization: Basic`, percent-decoded. Undefined for any other header. */
export function basicCredentials(header: string | undefined): Fields | undefined {
  if (!header?.startsWith('Basic ')) return undefined;
  const text = Buffer.from(header.slice('Basic '.length), 'base64').toString('utf8');
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  try {
    return { client_id: decodeURIComponent(id), client_secret: decodeURIComponent(secret) };
  } catch {
    return undefined;
  }
}
