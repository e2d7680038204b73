'use strict';

/** Passport 0.6 and newer calls `regenerate` and `save`, which cookie-session lacks. Mount it after cookie-session. */
function cookieSessionShim(req, _res, next) {
  Object.defineProperties(req.session, {
    regenerate: {
      value(done) {
        // What was there before does not survive. Emptied and not replaced: cookie-session never saves an empty new session.
        for (const name of Object.keys(req.session)) delete req.session[name];
        done();
      },
    },
    save: { value: (done) => done() },
  });
  next();
}

module.exports = { cookieSessionShim };
