/** A page in the form of the Relay connection specification, as far as a document selects it. */
export interface Connection<TNode> {
  readonly nodes: readonly TNode[];
  readonly pageInfo: {
    readonly hasNextPage?: boolean;
    readonly endCursor?: string | null;
    readonly hasPreviousPage?: boolean;
    readonly startCursor?: string | null;
  };
}

/** Variables by which a document turns pages; it needs those of one direction. */
export interface PageVariables {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}
