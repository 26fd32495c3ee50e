import type { RecordTypes } from './record-types.js';

/** What one execution gives parameters their values by: its variables, coerced. */
export class Binding {
  readonly #values = new Map<Parameter, unknown>();

  /** @param types of whom it reads; absent: none is known, and none is learnt */
  constructor(
    readonly variables: Readonly<Record<string, unknown>>,
    readonly types?: RecordTypes,
  ) {}

  /** @throws OtherShape where a statement of another form is needed for these variables */
  of<T>(parameter: Parameter<T>): T {
    if (!this.#values.has(parameter)) this.#values.set(parameter, parameter.read(this));
    return this.#values.get(parameter) as T;
  }

  /** Values with those of this execution in place of parameters, at whatever depth. */
  in<T>(value: T): T {
    return replaced(value, (parameter) => this.of(parameter));
  }
}

/** A value in a statement that is made once and sent often: each execution brings its own. */
export class Parameter<T = unknown> {
  /**
   * @param name tells parameters of one operation apart
   * @param sample its value in the execution that the statement is made for
   */
  constructor(
    readonly name: string,
    readonly sample: T,
    readonly read: (binding: Binding) => T,
  ) {}

  /**
   * What is made of values some of which may be parameters, at whatever depth.
   *
   * @param what names that; the same makes the same
   * @returns what it is, where none of them is one
   */
  static of<V, U>(what: string, values: V, make: (values: V) => U): U | Parameter<U> {
    let isBound = false;
    const sample = replaced(values, (parameter) => {
      isBound = true;
      return parameter.sample;
    });
    const made = make(sample);
    if (!isBound) return made;
    return new Parameter(`${what} ${JSON.stringify(values)}`, made, (binding) => make(binding.in(values)));
  }

  /** Values in which each list that has parameters among its items, as where a document lists variables, is one itself. */
  static listsIn(value: unknown): unknown {
    if (value instanceof Parameter || typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, Parameter.listsIn(of as unknown)]));
    }
    if (value.some((item) => item instanceof Parameter)) return Parameter.of('list', value, (list: unknown[]) => list);
    return value.map((item: unknown) => Parameter.listsIn(item));
  }

  /**
   * What is made of its value.
   *
   * @param what names that; the same makes the same
   */
  as<U>(what: string, make: (value: T) => U): Parameter<U> {
    return new Parameter(`${this.name} ${what}`, make(this.sample), (binding) => make(binding.of<T>(this)));
  }

  toJSON(): object {
    return { parameter: this.name };
  }
}

/** The values of an execution need a statement of another form than the one that was made. */
export class OtherShape extends Error {
  override readonly name = 'OtherShape';
}

/** Values with others in place of parameters, at whatever depth. */
function replaced<T>(value: T, by: (parameter: Parameter) => unknown): T {
  if (value instanceof Parameter) return by(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, by)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, replaced(of as unknown, by)])) as T;
}
