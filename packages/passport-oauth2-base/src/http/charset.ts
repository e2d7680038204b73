import type { RawResponse } from './messages';

/** Keeps no state between calls, so all responses share it. */
const utf8 = new TextDecoder();

/** Decodes a body by the charset that `Content-Type` declares, or as UTF-8 if none is declared or it is unknown. */
export function decodeBody({ headers, body }: RawResponse): string {
  const [, charset] = /;\s*charset\s*=\s*"?([^\s;"]{1,40})/i.exec(headers['content-type'] ?? '') ?? [];
  return decoderFor(charset).decode(body);
}

function decoderFor(charset: string | undefined): typeof utf8 {
  if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8;
  try {
    return new TextDecoder(charset);
  } catch {
    return utf8;
  }
}
