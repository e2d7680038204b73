/**
 * Sets what `util.inspect` and `console.log` show for the instances of a class: everything except secrets.
 *
 * A function, because isolatedDeclarations does not allow a method that is named by the symbol.
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
