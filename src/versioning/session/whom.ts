const known = new WeakMap<object, string>();

/** Makes the statements of a transaction speak for somebody from here on, as its session does. */
export function speakFor(transaction: object, whom: string): void {
  known.set(transaction, whom);
}

/** For whom the statements of a transaction speak; null for nobody. */
export function spokenFor(transaction: object | undefined): string | null {
  return (transaction && known.get(transaction)) ?? null;
}
