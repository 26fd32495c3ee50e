/** A page of a list, as the API answers it. */
export interface AnsweredPage<T = unknown> {
  readonly totalCount: number;
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly startCursor: string | null;
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
}

export const pageFields = 'totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage }';

/** All pages of a list, put together in its order, with how long each of them says that it is. */
export async function everyPage(
  ask: (page: Readonly<Record<string, unknown>>) => Promise<AnsweredPage>,
  size: number,
  isForward: boolean,
): Promise<{ totalCounts: number[]; nodes: unknown[] }> {
  const pages: AnsweredPage[] = [];
  for (let position: object = {}; ;) {
    const page = await ask({ ...(isForward ? { first: size } : { last: size }), ...position });
    pages.push(page);
    const { startCursor, endCursor, hasNextPage, hasPreviousPage } = page.pageInfo;
    if (!(isForward ? hasNextPage : hasPreviousPage)) break;
    position = isForward ? { after: endCursor } : { before: startCursor };
  }
  const nodes = (isForward ? pages : pages.toReversed()).flatMap((page) => page.nodes);
  return { totalCounts: [...new Set(pages.map(({ totalCount }) => totalCount))], nodes };
}
