/**
 * Says what `util.inspect` and `console.log` show of a class's objects: everything but secrets.
 *
 * A function and not a method named by the symbol, because isolatedDeclarations cannot name one.
 */
export function defineInspect<Instance>(
  of: { readonly prototype: Instance },
  show: (self: Instance) => object,
): void {
  Object.defineProperty(of.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: Instance): object {
      return show(this);
    },
  });
}
