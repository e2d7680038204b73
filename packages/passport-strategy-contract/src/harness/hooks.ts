type Hook = (run: () => unknown) => void;
type HookName = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';

const hooks = globalThis as unknown as Readonly<Record<HookName, Hook>>;

/** The hook of Jest, or of Vitest with its option `globals`. */
export const beforeAll: Hook = (run) => hooks.beforeAll(run);
/** The hook of that name. */
export const beforeEach: Hook = (run) => hooks.beforeEach(run);
/** The hook of that name. */
export const afterEach: Hook = (run) => hooks.afterEach(run);
/** The hook of that name. */
export const afterAll: Hook = (run) => hooks.afterAll(run);
