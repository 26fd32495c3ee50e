/**
 * An error and everything it was made from, outermost first: GraphQL errors wrap, drivers and ours name a cause. This is the
 * one walker of causes. It also ends where causes form a ring.
 */
export function errorChain(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let current = error; current instanceof Error && !chain.includes(current); current = innerOf(current)) {
    chain.push(current);
  }
  return chain;
}

/** The first error of a class in an error's chain. */
export function causeOf<T extends Error>(error: unknown, type: new (...args: never[]) => T): T | undefined {
  return errorChain(error).find((link): link is T => link instanceof type);
}

function innerOf(error: Error): unknown {
  return ('originalError' in error ? error.originalError : undefined) ?? error.cause;
}
