/** Options under which a strategy finds everything by discovery, as an application of the published server does. */
export const published = {
  preset: 'published',
  authorizationURL: undefined,
  tokenURL: undefined,
  userProfileURL: undefined,
  jwksURL: undefined,
} as const;
