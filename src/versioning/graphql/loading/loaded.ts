/** Null where there is nothing; at once where it has been read ahead. */
export type Loaded<T> = T | null | Promise<T | null>;

/** Goes on with what is loaded, at once where it is there: in a long list each promise costs more than the work. */
export function whenLoaded<T, R>(loaded: Loaded<T>, use: (value: T | null) => R): R | Promise<Awaited<R>> {
  return isPending(loaded) ? (loaded.then(use) as Promise<Awaited<R>>) : use(loaded);
}

/** Several, at once where all of them are there. */
export function allLoaded<T>(loaded: readonly Loaded<T>[]): (T | null)[] | Promise<(T | null)[]> {
  return loaded.some(isPending) ? Promise.all(loaded) : (loaded as (T | null)[]);
}

function isPending<T>(loaded: T | Promise<T>): loaded is Promise<T> {
  return loaded instanceof Promise;
}
