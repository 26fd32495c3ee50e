/** How large a page is, and from which end of a list it is counted. */
export interface PageSize {
  readonly first?: number;
  readonly last?: number;
}
