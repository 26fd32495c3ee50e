/** Two texts as what they begin and end with alike, by whole lines, and what stands between. */
export interface TextDifference {
  readonly prefix: string;
  readonly removed: string;
  readonly added: string;
  readonly suffix: string;
}

/** The one place where two texts differ, from its first line to its last: it takes as long as reading them. */
export function textDifference(before: string, after: string): TextDifference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  const isSame = start === before.length && start === after.length;
  if (!isSame && start > 0) start = before.lastIndexOf('\n', start - 1) + 1;
  const most = shorter - start;
  let alike = 0;
  while (alike < most && before.charCodeAt(before.length - 1 - alike) === after.charCodeAt(after.length - 1 - alike))
    alike += 1;
  alike = wholeLines(before, after, alike);
  return {
    prefix: before.slice(0, start),
    removed: before.slice(start, before.length - alike),
    added: after.slice(start, after.length - alike),
    suffix: before.slice(before.length - alike),
  };
}

/** How much of an end that both have is made of lines that both begin in it. */
function wholeLines(before: string, after: string, alike: number): number {
  const beginsLine = (text: string) => alike === text.length || text[text.length - 1 - alike] === '\n';
  if (beginsLine(before) && beginsLine(after)) return alike;
  const end = before.indexOf('\n', before.length - alike);
  return end === -1 ? 0 : before.length - end - 1;
}

/** How many lines a text has; one that does not end in a line feed counts too. */
export function countLines(text: string): number {
  if (text === '') return 0;
  let lines = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
