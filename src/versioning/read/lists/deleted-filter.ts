/** Which records a list holds, by deletion. */
export enum DeletedFilter {
  EXCLUDE = 'EXCLUDE',
  INCLUDE = 'INCLUDE',
  ONLY = 'ONLY',
}
