/** Jest's asymmetric matchers are typed `any`; these are not. */
export const anyString: unknown = expect.any(String);

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
