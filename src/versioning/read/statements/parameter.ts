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
    if (value instanceof Parameter) return this.of(value) as T;
    if (Array.isArray(value)) return value.map((item: unknown) => this.in(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, this.in(of as unknown)])) as T;
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
