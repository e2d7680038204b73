type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles when the value's type is this one to the letter; `any` is the same as nothing else. */
export declare function expectType<Expected>(): <Value>(
  value: Value,
  ...same: Same<Value, Expected> extends true ? [] : ['another type']
) => void;
