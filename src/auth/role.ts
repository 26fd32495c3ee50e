/** What a principal may do: VIEWER reads, EDITOR also changes posts, comments and tags, ADMIN does everything. */
export enum Role {
  VIEWER = 'VIEWER',
  EDITOR = 'EDITOR',
  ADMIN = 'ADMIN',
}
