const name = 'Check the host in the URL of this endpoint, and the DNS of this machine.';
const proxy = 'Behind a company proxy, set `agent`, or NODE_USE_ENV_PROXY=1 and HTTPS_PROXY (Node 24).';
const closed = `Check the host and the port in the URL of this endpoint, and the firewall. ${proxy}`;
const untrusted =
  "This machine does not trust the certificate. If your company's CA signed it, set NODE_EXTRA_CA_CERTS to the file of the CA, or `agent` to an https.Agent with `ca`.";
const dates = 'Check the clock of this machine. If it is right, the service must renew its certificate.';
const noTLS = 'The server does not speak TLS there. Check the scheme and the port in the URL, and the proxy.';

/** What to do about a system error. For the other codes, it helps to try again. */
const hints: Readonly<Record<string, string>> = {
  ENOTFOUND: `${name} ${proxy}`,
  EAI_AGAIN: `${name} ${proxy}`,
  ECONNREFUSED: closed,
  EHOSTUNREACH: closed,
  ENETUNREACH: closed,
  ETIMEDOUT: closed,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_HAS_EXPIRED: dates,
  CERT_NOT_YET_VALID: dates,
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate is for another host. Check the host in the URL of this endpoint.',
  EPROTO: noTLS,
  ERR_SSL_WRONG_VERSION_NUMBER: noTLS,
  ERR_INVALID_PROTOCOL: 'Set `agent` to an https.Agent for https URLs, and to an http.Agent for http URLs.',
};

/** The code of the system error behind an error, such as `ENOTFOUND`. `fetch` wraps the system error. */
export function systemCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 3) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)
    ? code
    : systemCode(cause, depth + 1);
}

/** What to do about this code, or `undefined` if there is nothing but to try again. */
export function systemHint(code: string | undefined): string | undefined {
  return code === undefined || !Object.hasOwn(hints, code) ? undefined : hints[code];
}
