import fc from 'fast-check';

/** Draws while a property is being tried, so that a failure can be tried again by its seed. */
export class Draw {
  constructor(private readonly next: fc.GeneratorValue) {}

  /** A whole number from 0 to a greatest. */
  int(max: number): number {
    return this.next(fc.integer, { min: 0, max });
  }

  isOneIn(n: number): boolean {
    return this.int(n - 1) === 0;
  }

  /** @param values at least one */
  one<T>(values: readonly T[]): T {
    return values[this.int(values.length - 1)]!;
  }

  /** So many at most, none twice. */
  some<T>(values: readonly T[], most: number): T[] {
    const left = [...values];
    return Array.from(
      { length: Math.min(this.int(most), left.length) },
      () => left.splice(this.int(left.length - 1), 1)[0]!,
    );
  }
}
