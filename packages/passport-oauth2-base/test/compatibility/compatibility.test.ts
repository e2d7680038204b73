import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authorizationErrorCases } from './cases/authorization-errors';
import { authorizationRequestCases } from './cases/authorization-request';
import { callbackRequestCases } from './cases/callback-request';
import { callbackURLCases } from './cases/callback-url';
import { constructorCases } from './cases/constructor';
import { oauth2ObjectCases } from './cases/oauth2-object';
import { passportCases } from './cases/passport';
import { profileCases } from './cases/profile';
import { stateCases } from './cases/state';
import { storeCases } from './cases/stores';
import { tokenAnswerCases } from './cases/token-answers';
import { tokenRequestCases } from './cases/token-request';
import { verifyCases } from './cases/verify';
import { differences } from './differences';
import { normalised, type Case, type Observed } from './observe';
import { subject, type Subject } from './subjects';
import { StubService } from 'passport-strategy-contract/harness';

const tables: Readonly<Record<string, readonly Case[]>> = {
  constructor: constructorCases,
  'authorization request': authorizationRequestCases,
  'relative callbackURL': callbackURLCases,
  'arrival of the callback': callbackRequestCases,
  'errors of the authorization endpoint': authorizationErrorCases,
  state: stateCases,
  'state stores': storeCases,
  'token request': tokenRequestCases,
  'token answer': tokenAnswerCases,
  profile: profileCases,
  verify: verifyCases,
  _oauth2: oauth2ObjectCases,
  passport: passportCases,
};

/** Runs a case against one package, with a service of its own. */
async function run(it: Case, name: Subject['name']): Promise<Observed> {
  const service = await new StubService().listen();
  try {
    const against = subject(name, service);
    return normalised(await it.run(against), against);
  } finally {
    await service.close();
  }
}

/** What a case observes in both packages, as it must be. */
async function compare(it: Case): Promise<void> {
  const [theirs, ours] = [await run(it, 'passport-oauth2'), await run(it, 'ours')];
  if (it.ours === undefined) return expect(ours).toEqual(theirs);
  const named = new Set([...Object.keys(it.ours.theirs), ...Object.keys(it.ours.ours)]);
  const [shared, different] = [part(named, false), part(named, true)];
  expect(different(theirs)).toEqual(it.ours.theirs);
  expect(different(ours)).toEqual(it.ours.ours);
  expect(different(ours)).not.toEqual(different(theirs));
  expect(shared(ours)).toEqual(shared(theirs));
}

const part =
  (names: ReadonlySet<string>, wanted: boolean) =>
  (observed: Observed): Observed =>
    Object.fromEntries(Object.entries(observed).filter(([name]) => names.has(name) === wanted));

describe.each(Object.entries(tables))('%s', (_table, cases) => {
  test.each(cases.map((it) => [it.name, it] as const))('%s', (_name, it) => compare(it));
});

describe('the list of differences', () => {
  const all = Object.values(tables).flat();

  test('every difference is observed by a case', () => {
    const observed = new Set(all.flatMap(({ ours }) => ours?.differs ?? []));
    expect([...observed].sort()).toEqual(Object.keys(differences).sort());
  });

  test('is the list in the README, in its words', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const section =
      /\n## What an application may notice after passport-oauth2\n([^]*?)\n## /.exec(readme)?.[1] ?? '';
    const rows = section
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      );
    expect(rows).toEqual(Object.values(differences));
  });

  test('names of cases tell them apart', () => {
    for (const cases of Object.values(tables)) {
      expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    }
  });
});
