import { smallerSize } from './smaller-size.js';

/** What grows with the number of things that a query asks for. */
const limitsOfWidth: ReadonlySet<string> = new Set(['aliases', 'cost', 'bytes']);

/**
 * Asks for many things in few queries, one after the other, each as large as the server's limits allow: once one was refused
 * for its size, for fewer things at a time. Each query sees an instant of its own.
 *
 * @param ask asks for some of them in one query, and answers for each, in their order
 * @param most how many to ask for at first
 * @throws what asking for a single thing throws
 */
export async function inParts<TThing, TAnswer>(
  things: readonly TThing[],
  ask: (part: readonly TThing[]) => Promise<readonly TAnswer[]>,
  most = things.length,
): Promise<TAnswer[]> {
  const answers: TAnswer[] = [];
  let size = Math.max(1, most);
  while (answers.length < things.length) {
    const part = things.slice(answers.length, answers.length + size);
    const answered = await ask(part).catch((error: unknown) => {
      const fewer = smallerSize(part.length, error, limitsOfWidth);
      if (fewer === undefined) throw error;
      size = fewer;
      return undefined;
    });
    if (answered && answered.length !== part.length) {
      throw new TypeError(`${part.length} things were asked for, and ${answered.length} answered.`);
    }
    answers.push(...(answered ?? []));
  }
  return answers;
}
