/** Steps that are made together. */
export interface Phase {
  /** Records that are deleted for a moment, so that they give up their keys to each other. They come back in a later phase. */
  readonly asides: readonly string[];
  /** The ids of the records whose steps are made. */
  readonly steps: readonly string[];
}
