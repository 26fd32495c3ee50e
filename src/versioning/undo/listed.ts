/** More than these are counted. */
const most = 5;

/** Names in a sentence: all of few, else the first and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}
