import { login, type Case, type Observed } from '../observe';
import { type Subject } from '../subjects';

/** The service answers with an error, and the right state. */
async function answers(it: Subject, query: object): Promise<Observed> {
  const { requests, ...end } = await login(it, it.make(), { query: { code: undefined, ...query } });
  return { ...end, seen: requests };
}

const words = (code: string, description: string | undefined, status: number): Case => ({
  name: `${code}${description === undefined ? '' : ' with a description'} is an AuthorizationError with status ${status}`,
  run: (it) =>
    answers(it, { error: code, error_description: description, error_uri: 'https://service.example/e' }),
  ours: {
    differs: 'words',
    theirs: { message: description },
    ours: { message: expect.stringContaining(description ?? code) as string },
  },
});

export const authorizationErrorCases: readonly Case[] = [
  {
    name: 'access_denied with a description',
    run: (it) => answers(it, { error: 'access_denied', error_description: 'The user said no' }),
  },
  {
    name: 'access_denied without a description',
    run: (it) => answers(it, { error: 'access_denied' }),
    ours: {
      differs: 'words',
      theirs: { challenge: { message: '(undefined)' } },
      ours: { challenge: { message: expect.stringContaining('Acme') as string } },
    },
  },
  words('server_error', 'It broke', 502),
  words('temporarily_unavailable', 'Come back', 503),
  words('invalid_scope', 'No such scope', 500),
  words('unauthorized_client', undefined, 500),
  words('of_its_own', 'Something', 500),
  {
    name: 'a code beside the error does not count',
    run: async (it) => {
      const { kind, error, code, seen } = await answers(it, { error: 'server_error', code: 'c' });
      return { kind, error, code, seen };
    },
  },
];
