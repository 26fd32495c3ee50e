/** What is not as it must be, collected. */
export class Differences {
  readonly #sentences: string[] = [];

  get count(): number {
    return this.#sentences.length;
  }

  /** Notes a difference where two values are not the same, byte for byte. */
  compare(place: string, expected: unknown, actual: unknown): void {
    if (expected === actual) return;
    this.#sentences.push(`${place}: ${describe(expected, actual)}`);
  }

  first(count: number): readonly string[] {
    return this.#sentences.slice(0, count);
  }
}

/** Long texts by what stands where they part. */
function describe(expected: unknown, actual: unknown): string {
  if (typeof expected !== 'string' || typeof actual !== 'string' || expected.length + actual.length < 200) {
    return `expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`;
  }
  let at = 0;
  while (expected[at] === actual[at]) at += 1;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 20), at + 20));
  return `at character ${at} expected ${around(expected)}, found ${around(actual)} (${expected.length} and ${actual.length} characters)`;
}
