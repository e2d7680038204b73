import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { type Done, fail, later, loginsAt, user } from './support/verify';
import { Visitor, type Outcome } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const loginWith = loginsAt(service);

describe('A56: how verify may answer', () => {
  type Row = readonly [
    name: string,
    verify: (...args: never[]) => unknown,
    kind: Outcome['kind'],
    user?: unknown,
  ];
  const rows: readonly Row[] = [
    ['done', (_a: never, _r: never, _p: never, done: Done) => done(null, user), 'success', user],
    [
      'done, later',
      (_a: never, _r: never, _p: never, done: Done) => later(() => done(null, user)),
      'success',
      user,
    ],
    ['done with an error', (_a: never, _r: never, _p: never, done: Done) => done(new Error('x')), 'error'],
    ['done with text for an error', (_a: never, _r: never, _p: never, done: Done) => done('x'), 'error'],
    [
      'done with an error and a user',
      (_a: never, _r: never, _p: never, done: Done) => done(new Error('x'), user),
      'error',
    ],
    [
      'done twice',
      (_a: never, _r: never, _p: never, done: Done) => (done(null, user), done(null, { id: 8 })),
      'success',
      user,
    ],
    [
      'done, then an error',
      (_a: never, _r: never, _p: never, done: Done) => (done(null, user), done(new Error('x'))),
      'success',
      user,
    ],
    [
      'an error, then done',
      (_a: never, _r: never, _p: never, done: Done) => (done(new Error('x')), done(null, user)),
      'error',
    ],
    [
      'done, then throws',
      (_a: never, _r: never, _p: never, done: Done) => (done(null, user), fail()),
      'success',
      user,
    ],
    [
      'done, then rejects',
      async (_a: never, _r: never, _p: never, done: Done) => (
        done(null, user),
        await Promise.resolve(),
        fail()
      ),
      'success',
      user,
    ],
    ['throws', () => fail(), 'error'],
    ['rejects', () => Promise.reject(new Error('x')), 'error'],
    ['rejects with nothing', () => Promise.reject(undefined), 'error'],
    ['promise', (_a: never, _r: never, _p: never) => Promise.resolve(user), 'success', user],
    [
      'async with done, by done',
      async (_a: never, _r: never, _p: never, done: Done) => {
        await Promise.resolve();
        done(null, user);
      },
      'success',
      user,
    ],
    [
      'async with done, by done later',
      async (_a: never, _r: never, _p: never, done: Done) => {
        await Promise.resolve();
        later(() => done(null, user));
      },
      'success',
      user,
    ],
    [
      'async with done, rejected',
      async (_a: never, _r: never, _p: never, _done: Done) => Promise.reject(new Error('x')),
      'error',
    ],
    [
      'async with both',
      async (_a: never, _r: never, _p: never, done: Done) => {
        done(null, user);
        return Promise.resolve({ id: 8 });
      },
      'success',
      user,
    ],
    [
      'a thenable',
      (_a: never, _r: never, _p: never) => ({ then: (yes: (v: unknown) => void) => yes(user) }),
      'success',
      user,
    ],
    [
      'a thenable that settles twice',
      (_a: never, _r: never, _p: never) => ({
        then: (yes: (v: unknown) => void, no: (v: unknown) => void) => (
          yes(user),
          no(new Error('x')),
          yes(1)
        ),
      }),
      'success',
      user,
    ],
    ['a thenable that throws', (_a: never, _r: never, _p: never) => ({ then: () => fail() }), 'error'],
    ...[false, null, undefined, 0, '', NaN].flatMap((value): Row[] => [
      [
        `done with ${String(value)}`,
        (_a: never, _r: never, _p: never, done: Done) => done(null, value),
        'fail',
      ],
      [`promise of ${String(value)}`, (_a: never, _r: never, _p: never) => Promise.resolve(value), 'fail'],
    ]),
    [
      'done with a user that is text',
      (_a: never, _r: never, _p: never, done: Done) => done(null, 'u1'),
      'success',
      'u1',
    ],
    ['done with true', (_a: never, _r: never, _p: never, done: Done) => done(null, true), 'success', true],
  ];
  test.each(rows.map(([name, verify, kind, expected]) => ({ name, verify, kind, expected })))(
    'A56: $name',
    async ({ verify, kind, expected }) => {
      const outcome = await loginWith(verify);
      expect([outcome.kind, outcome.user]).toEqual([kind, expected]);
      await new Promise((resolve) => setTimeout(resolve, 15));
    },
  );

  const option: readonly [name: string, verify: (login: object) => unknown, kind: Outcome['kind']][] = [
    ['value', () => user, 'success'],
    ['promise', () => Promise.resolve(user), 'success'],
    ['nothing', () => undefined, 'fail'],
    ['null', () => Promise.resolve(null), 'fail'],
    ['throws', () => fail(), 'error'],
    ['rejects', () => Promise.reject(new Error('x')), 'error'],
  ];
  test.each(option)('A56: the option `verify`: %s', async (_name, verify, kind) => {
    expect((await new Visitor().login(makeStrategy(declare(service()), { verify }))).kind).toBe(kind);
  });
});

describe('info', () => {
  const by = (info: unknown) => (_a: never, _r: never, _p: never, done: Done) => done(null, user, info);
  test('is merged with state and returnTo', async () => {
    const outcome = await loginWith(
      by({ message: 'hi', state: 'theirs' }),
      {},
      { state: 'own', returnTo: '/x' },
    );
    expect(outcome.info).toEqual({ message: 'hi', state: 'own', returnTo: '/x' });
  });

  test.each([undefined, null, 0, false, ''])('of %j is an empty object', async (info) => {
    expect((await loginWith(by(info))).info).toEqual({});
  });

  test('of a refusal is the challenge, as it is', async () => {
    for (const info of ['no', { message: 'no' }, undefined]) {
      const outcome = await loginWith((_a: never, _r: never, _p: never, done: Done) =>
        done(null, false, info),
      );
      expect(outcome).toMatchObject({ kind: 'fail' });
      expect(outcome.info).toBe(info);
    }
  });

  test.each([
    ['text', 'welcome'],
    ['an error', new Error('notice')],
    ['a list', ['a']],
  ])('that is %s is handed on as it is', async (_name, info) => {
    expect((await loginWith(by(info))).info).toBe(info);
  });
});
