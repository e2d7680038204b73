export interface User {
  readonly id: string;
  readonly name: string;
}

export declare function findOrCreate(
  profile: { readonly id: string; readonly displayName?: string | undefined },
  accessToken: string,
  refreshToken: string | undefined,
): Promise<User | false>;

export declare function refreshTokens(
  client: { refresh(refreshToken: string): Promise<{ readonly expiresAt?: Date | undefined }> },
  userId: string,
): Promise<Date | undefined>;
