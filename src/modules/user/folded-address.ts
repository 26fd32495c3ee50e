/** The form in which email addresses are compared: however they are cased, and however Unicode spells them. */
export function foldedAddress(email: string): string {
  return email.normalize('NFKC').toLowerCase();
}

/** SQL: the same of a column. The collation is named, since the database's own may know no letters beyond ASCII. */
export const foldedColumn = (column: string): string => `lower(normalize(${column}, NFKC) collate "und-x-icu")`;
