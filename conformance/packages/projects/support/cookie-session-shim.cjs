'use strict';

/** Passport 0.6 and newer calls `regenerate` and `save`, which cookie-session lacks. Mount it after cookie-session. */
function cookieSessionShim(req, _res, next) {
  const equip = () => {
    Object.defineProperties(req.session, {
      regenerate: {
        value(done) {
          req.session = {}; // What was there before the login does not survive it.
          equip();
          done();
        },
      },
      save: { value: (done) => done() },
    });
  };
  equip();
  next();
}

module.exports = { cookieSessionShim };
