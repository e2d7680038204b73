type Hook = (run: () => unknown) => void;
type HookName = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';

const hooks = globalThis as unknown as Readonly<Record<HookName, Hook>>;

/** The hooks that Jest has as globals, and Vitest with its option `globals`. */
export const beforeAll: Hook = (run) => hooks.beforeAll(run);
export const beforeEach: Hook = (run) => hooks.beforeEach(run);
export const afterEach: Hook = (run) => hooks.afterEach(run);
export const afterAll: Hook = (run) => hooks.afterAll(run);
