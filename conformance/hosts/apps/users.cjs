'use strict';

/** Users by id, with the tokens that their calls need: the application's database. */
const users = new Map();

/** What a database may do to a login, by the name of the user. */
const accidents = {
  'rejects undefined': () => Promise.reject(),
  'rejects null': () => Promise.reject(null),
  'rejects false': () => Promise.reject(false),
  'rejects zero': () => Promise.reject(0),
  'rejects empty text': () => Promise.reject(''),
  'rejects NaN': () => Promise.reject(NaN),
  'rejects 0n': () => Promise.reject(0n),
  'rejects route': () => Promise.reject('route'),
  'rejects router': () => Promise.reject('router'),
  'rejects an error': () => Promise.reject(new Error('connect ECONNREFUSED db-7.internal:5432')),
  'throws null': () => {
    throw null;
  },
  'is nobody': () => Promise.resolve(false),
};

/** Finds or creates the user of a login. */
async function findOrCreate(profile, accessToken, refreshToken) {
  const accident = accidents[profile.displayName];
  if (accident) return accident();
  const user = { id: profile.id, name: profile.displayName };
  users.set(user.id, { accessToken, refreshToken });
  return user;
}

/** Refreshes the tokens of a user, and keeps the new ones. */
async function refreshTokens(client, userId) {
  const { refreshToken } = users.get(userId);
  const tokens = await client.refresh(refreshToken);
  users.set(userId, { accessToken: tokens.accessToken, refreshToken: tokens.refreshToken });
  return tokens.expiresAt;
}

module.exports = { findOrCreate, refreshTokens };
