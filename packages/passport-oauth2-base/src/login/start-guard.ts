/** The request as far as it is used: no more, or Express would take the types of its other members from here. */
interface Request {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

/** The response as far as it is used. */
interface Response {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(text: string): unknown;
}

/**
 * Middleware for the routes that start a login: answers 403 to a start that another site has triggered (login CSRF,
 * CVE-2015-9284), if the browser says so (`Sec-Fetch-Site`). A typed URL and the application's own links and forms
 * pass, and so does a browser that does not send the header.
 *
 * Not for the callback, which the service's site always triggers.
 *
 * @example
 * app.get('/api/auth/login/koompi', startGuard(), passport.authenticate('koompi'));
 */
export function startGuard(): (req: Request, res: Response, next: () => void) => void {
  return (req, res, next) => {
    const site = req.headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin' || site === 'none') return next();
    res.statusCode = 403;
    res.setHeader('Content-Type', 'text/plain; charset=utf-8');
    res.end('This login was started by another site. Start it from the application.');
  };
}
