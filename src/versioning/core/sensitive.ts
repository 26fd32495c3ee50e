const names = new WeakMap<object, Map<string, string>>();

/**
 * Keeps a property's value out of snapshots, audit entries, diffs, errors and logs. That it changed is still recorded,
 * under the public name `as`, with the values redacted.
 *
 * @param options.as the name clients know it by, where that is not the property's own (`password` for `passwordHash`)
 */
export function Sensitive(options: { as?: string } = {}): PropertyDecorator {
  return (prototype, property) => {
    const own = names.get(prototype) ?? new Map<string, string>();
    own.set(String(property), options.as ?? String(property));
    names.set(prototype, own);
  };
}

/** The sensitive properties of a class, inherited ones included: property name to public name. */
export function sensitiveProperties(entity: { prototype: object }): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let proto = entity.prototype; proto && proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    for (const [property, name] of names.get(proto) ?? []) found.set(property, name);
  }
  return found;
}
