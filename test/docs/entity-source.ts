/** What the fields of the guide's table need, besides what its entity imports. */
const imports: Readonly<Record<string, string>> = {
  Int: 'type-graphql',
  ManyToMany: '@mikro-orm/decorators/legacy',
  Tag: '../demo/tag/tag.entity.js',
  Was: '../../versioning/index.js',
};

/** The source of an entity whose members stand apart by blank lines, with a field instead of the one it replaces, if any. */
export function withField(source: string, code: string, names: readonly string[]): string {
  const members = source.split('\n\n');
  const place = members.findIndex((member) => names.some((name) => declares(member, name)));
  if (place >= 0) members[place] = `  ${code}`;
  else
    members.splice(
      members.findIndex((member) => member.includes('override validate')),
      0,
      `  ${code}`,
    );
  return withImports(members.join('\n\n'));
}

export function withoutField(source: string, name: string): string {
  const members = source.split('\n\n').filter((member) => !declares(member, name));
  return withImports(members.join('\n\n'));
}

/** The source with the imports that it needs and no others. */
export function withImports(source: string): string {
  const lines = source
    .split('\n')
    .filter((line) => !Object.keys(imports).some((name) => line.startsWith(`import { ${name} }`)));
  const code = lines.join('\n');
  const needed = Object.entries(imports).filter(([name]) => new RegExp(`\\b${name}\\b`).test(code));
  return [...needed.map(([name, from]) => `import { ${name} } from '${from}';`), code].join('\n');
}

function declares(member: string, name: string): boolean {
  return new RegExp(`^  (?:@.* )?${name}[!?]?(?::| =) `, 'm').test(member);
}
