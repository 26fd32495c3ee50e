/** What is told where the entities are ahead of the database. @param problems in words */
export function otherTables(problems: readonly string[]): string {
  return `The tables are not those of the entities: ${problems.join('; ')}; write the migration that they need (\`npm run migration\`), build, and run \`palimpsest migrate up\`.`;
}
