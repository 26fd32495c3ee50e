/** What a principal may do: VIEWER reads, EDITOR also changes records, ADMIN does everything. */
export enum Role {
  VIEWER = 'VIEWER',
  EDITOR = 'EDITOR',
  ADMIN = 'ADMIN',
}
