/** Arguments whose fields are known by themselves. */
const containers: ReadonlySet<unknown> = new Set(['input', 'filter']);

/** What the error of a value names as its `field`: `asOf.at`; of what stands in an input or a filter, its place therein. */
export function fieldAt([argument, ...path]: readonly (string | number)[]): string | undefined {
  const named = path.length > 0 && containers.has(argument) ? path : [argument, ...path];
  return argument === undefined ? undefined : named.join('.');
}
