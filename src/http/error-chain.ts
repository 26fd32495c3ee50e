/** An error and everything it was made from, outermost first: GraphQL errors wrap, and drivers name a cause. */
export function errorChain(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let current = error; current instanceof Error && !chain.includes(current); current = innerOf(current)) {
    chain.push(current);
  }
  return chain;
}

function innerOf(error: Error): unknown {
  return ('originalError' in error ? error.originalError : undefined) ?? error.cause;
}
