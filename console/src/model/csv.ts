/** What ends a line, as spreadsheets and RFC 4180 have it. */
const lineEnd = '\r\n';

/**
 * Spreadsheets run a cell that begins so as a formula, be it in quotes or not, and show all that follows an apostrophe:
 * https://owasp.org/www-community/attacks/CSV_Injection. Where a semicolon parts cells, as in many countries, they heed no
 * quotes within a line, so what follows a semicolon or a new line may begin a cell, too. White space and what shows nothing,
 * such as marks of direction, may stand before a formula.
 */
const formula =
  /(^|[;\t\r\n])(?=(?:(?![\t\r\n])[\s\p{Cf}\p{Default_Ignorable_Code_Point}])*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/gu;

/** A line of comma separated values (RFC 4180), of which no cell is a formula. @param cells null is an empty cell */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map((cell) => csvCell(cell)).join(',') + lineEnd;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell.replaceAll(formula, "$1'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
