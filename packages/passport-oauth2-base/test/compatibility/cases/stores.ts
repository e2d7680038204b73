import { login, observe, withoutAdditions, type Case, type Observed } from '../observe';
import { type Done, type Subject } from '../subjects';
import { Visitor } from 'passport-strategy-contract/harness';

type Call = readonly [what: string, ...args: unknown[]];
type Answer = (done: Done) => void;

const handle: Answer = (done) => done(null, 'handle-of-the-store');
const accept: Answer = (done) => done(null, true);

/** A store with as many arguments as a case wants, which writes down what it is given. */
function store(
  forms: readonly [store: number, verify: number],
  keep = handle,
  check = accept,
): { calls: Call[]; store: object } {
  const calls: Call[] = [];
  const record =
    (what: string, answer: Answer) =>
    (...args: unknown[]): void => {
      const named = args.slice(1, -1).map((arg) => (isVerifier(arg) ? '(verifier)' : withoutAdditions(arg)));
      calls.push([what, ...named]);
      answer(args.at(-1) as Done);
    };
  const [kept, checked] = [record('store', keep), record('verify', check)];
  const ofLength = (length: number, run: typeof kept): object =>
    Object.defineProperty(run, 'length', { value: length });
  return { calls, store: { store: ofLength(forms[0], kept), verify: ofLength(forms[1], checked) } };
}

const isVerifier = (value: unknown): boolean => typeof value === 'string' && value.length >= 43;

/** A whole login with a store, and what the store was asked. */
async function withStore(
  subject: Subject,
  forms: readonly [store: number, verify: number],
  {
    options = { pkce: false },
    keep,
    check,
    state = { own: 1 },
  }: { options?: object; keep?: Answer; check?: Answer; state?: unknown } = {},
): Promise<Observed> {
  const made = store(forms, keep, check);
  const strategy = subject.make({ ...options, store: made.store });
  const begin = await observe(strategy, new Visitor().request(), { state });
  if (begin.kind !== 'redirect') return begin;
  const end = await login(subject, strategy, { start: { state } });
  return { ...end, seen: made.calls.slice(1), parameters: { state: begin.parameters?.['state'] } };
}

const forms = [2, 3, 4].flatMap((kept) => [3, 4].map((checked) => [kept, checked] as const));
const boom = (): never => {
  throw new Error('the store throws');
};

/** Starts or finishes with a store that does something unusual. */
const keeps = (name: string, keep: Answer): Case => ({ name, run: (it) => withStore(it, [4, 4], { keep }) });
const checks = (name: string, check: Answer): Case => ({
  name,
  run: (it) => withStore(it, [4, 4], { check }),
});
const giveVerifier: Answer = (done) => done(null, 'v'.repeat(43), { own: 1 });

export const storeCases: readonly Case[] = [
  ...forms.map(([kept, checked]): Case => ({
    name: `store takes ${kept}, verify takes ${checked}`,
    run: (it) => withStore(it, [kept, checked]),
  })),
  ...[3, 4].map((checked): Case => ({
    name: `store takes 5 under PKCE, verify takes ${checked}`,
    run: (it) => withStore(it, [5, checked], { options: { pkce: true }, check: giveVerifier }),
  })),
  {
    name: 'store takes 5, state without a value',
    run: (it) => withStore(it, [5, 4], { options: {}, check: giveVerifier, state: undefined }),
  },
  {
    name: 'store takes 5 without PKCE',
    run: (it) => withStore(it, [5, 4]),
    ours: {
      differs: 'verifierStore',
      theirs: {
        seen: expect.arrayContaining([expect.arrayContaining(['store', '(undefined)', { own: 1 }])]) as never,
      },
      ours: {
        seen: expect.arrayContaining([expect.arrayContaining(['store', '(verifier)', { own: 1 }])]) as never,
      },
    },
  },
  {
    name: 'a store gives a verifier without PKCE',
    run: (it) =>
      withStore(it, [5, 4], { check: giveVerifier }).then(({ kind, requests }) => ({ kind, requests })),
    ours: {
      differs: 'verifierStore',
      theirs: {
        requests: [
          expect.objectContaining({ body: expect.objectContaining({ code_verifier: '(random)' }) as never }),
        ],
      },
      ours: {
        requests: [
          expect.objectContaining({
            body: expect.not.objectContaining({ code_verifier: '(random)' }) as never,
          }),
        ],
      },
    },
  },
  {
    name: 'a store gives no verifier under PKCE',
    run: (it) => withStore(it, [5, 4], { options: {} }).then(({ kind, error }) => ({ kind, error })),
    ours: {
      differs: 'verifierStore',
      theirs: { kind: 'success', error: undefined },
      ours: { kind: 'error', error: 'ProviderError' },
    },
  },
  keeps('store gives no handle', (done) => done(null)),
  keeps('store fails', (done) => done(new Error('the store fails'))),
  keeps('store throws', boom),
  checks('verify fails', (done) => done(new Error('the store fails'))),
  checks('verify throws', boom),
  checks('verify refuses with info', (done) => done(null, false, { message: 'not yours', hops: 2 })),
  checks('verify gives the state back', (done) => done(null, true, { from: 'the store' })),
  checks('verify gives text back', (done) => done(null, true, 'text')),
  checks('verify answers later', (done) => void setImmediate(done, null, true)),
  {
    name: 'verify refuses without info',
    run: (it) => withStore(it, [4, 4], { check: (done) => done(null, false) }),
    ours: {
      differs: 'words',
      theirs: { challenge: undefined },
      ours: { challenge: { message: expect.stringContaining('Acme') as string } },
    },
  },
  {
    name: 'verify refuses with text',
    run: (it) => withStore(it, [4, 4], { check: (done) => done(null, false, 'not yours') }),
    ours: {
      differs: 'words',
      theirs: { challenge: 'not yours' },
      ours: { challenge: { message: 'not yours' } },
    },
  },
  {
    name: 'store gives a number for a handle',
    run: (it) =>
      withStore(it, [4, 4], { keep: (done) => done(null, 42) }).then(({ parameters }) => ({ parameters })),
  },
  {
    name: 'the store stays `this`',
    run: async (it) => {
      class Own {
        readonly said: string[] = [];
        store(_req: unknown, done: Done): void {
          this.said.push('store');
          done(null, 'own');
        }
        verify(_req: unknown, state: string, done: Done): void {
          this.said.push(`verify ${state}`);
          done(null, true);
        }
      }
      const own = new Own();
      const { kind } = await login(it, it.make({ pkce: false, store: own }));
      return { kind, seen: own.said };
    },
  },
];
