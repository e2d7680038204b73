import { Orders } from '../src/orders';
import { PageError, type Problem } from '../src/problem';

const problem: Problem = { status: 502, title: 'No', happened: '', why: '', next: '' };
const explain = (): Problem => problem;

test('what is confirmed by several at once is done once, and all wait for its end', async () => {
  const orders = new Orders<string, string>();
  const order = orders.propose('me', 'rice');
  const done: string[] = [];
  let finish = (): void => undefined;
  const work = async (content: string): Promise<string> => {
    done.push(content);
    await new Promise<void>((resolve) => (finish = resolve));
    return 'hash';
  };
  const presses = [1, 2, 3].map(() => orders.carryOut(order, work, explain));
  expect(order.state.kind).toBe('under-way');
  finish();
  await Promise.all(presses);
  expect([done, order.state]).toEqual([['rice'], { kind: 'done', answer: 'hash' }]);
  await orders.carryOut(order, work, explain);
  expect(done).toEqual(['rice']);
});

test('a failure is thrown once, told to everybody, and not tried again', async () => {
  const orders = new Orders<string, string>();
  const order = orders.propose('me', 'rice');
  const failure = new Error('down');
  const work = jest.fn(() => Promise.reject(failure));
  const presses = await Promise.allSettled([1, 2].map(() => orders.carryOut(order, work, explain)));
  expect(presses.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect((presses[0] as PromiseRejectedResult).reason).toEqual(
    expect.objectContaining({ problem, cause: failure }),
  );
  expect((presses[0] as PromiseRejectedResult).reason).toBeInstanceOf(PageError);
  await orders.carryOut(order, work, explain);
  expect([work.mock.calls.length, order.state]).toEqual([1, { kind: 'failed', problem }]);
});

test('an order is for its owner, also when another one has the same id', () => {
  const orders = new Orders<string, string>();
  const mine = orders.propose('me', 'rice', 'id');
  const yours = orders.propose('you', 'lotus', 'id');
  expect(orders.find('me', 'id')).toBe(mine);
  expect(orders.find('you', 'id')).toBe(yours);
  expect(orders.find('they', 'id')).toBeUndefined();
});

test('a proposal ends with the next one of the same owner; what is done stays', async () => {
  const orders = new Orders<string, string>();
  const done = orders.propose('me', 'first');
  await orders.carryOut(done, () => Promise.resolve('hash'), explain);
  const old = orders.propose('me', 'second');
  const other = orders.propose('you', 'other');
  const current = orders.propose('me', 'third');
  const work = jest.fn(() => Promise.resolve('hash'));
  await orders.carryOut(old, work, explain);
  expect(work).not.toHaveBeenCalled();
  expect(orders.find('me', old.id)).toBeUndefined();
  expect([orders.find('me', done.id), orders.find('me', current.id), orders.find('you', other.id)]).toEqual([
    done,
    current,
    other,
  ]);
  expect(orders.of('me')).toEqual([done]);
});

test('only so many are remembered', () => {
  const orders = new Orders<number, string>();
  const all = Array.from({ length: 1001 }, (_, index) => orders.propose(`owner ${index}`, index));
  const remembered = all.filter(({ owner, id }) => orders.find(owner, id));
  expect(remembered.map(({ content }) => content)).toEqual(
    Array.from({ length: 1000 }, (_, index) => index + 1),
  );
});
