/** The SQL of a generated migration. */
export function statementsOf(code: string): string[] {
  return [...code.matchAll(/addSql\(`([^]*?)`\);\n/g)].map(([, text]) => text!.replaceAll(/\\([`$\\])/g, '$1'));
}
