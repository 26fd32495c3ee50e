/** A row of the guide's table of changes of an entity. */
export interface Change {
  /** What the change is about: the field or entity as it is and as it becomes. */
  readonly names: readonly string[];
  /** What is written. */
  readonly code: string;
  /** Fields that an old version shows, and that a record has after it is reverted to it. */
  readonly shows: object;
  readonly gives: object;
}

const title = '## Changing an entity';

/** Reads the table of changes out of the guide. */
export function changesOf(guide: string): Change[] {
  const [section = ''] = guide.split(`\n${title}\n`)[1]!.split('\n## ');
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => {
      const [, change, code, shows, gives] = line.split(/(?<!\\)\|/);
      const fields = (cell = '') => JSON.parse(quotedIn(cell).find((text) => text.startsWith('{')) ?? '{}') as object;
      return {
        names: quotedIn(change!),
        code: quotedIn(code!)[0]!.replaceAll('\\|', '|'),
        shows: fields(shows),
        gives: fields(gives),
      };
    });
}

function quotedIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
}
