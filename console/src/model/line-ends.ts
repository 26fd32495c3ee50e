/**
 * A text as it was written in a text area, with the line ends that it had: a text area has line feeds only
 * (https://html.spec.whatwg.org/#concept-textarea-api-value), so that whoever writes one word would change the end of every
 * line. Lines that are new end as the first one did.
 *
 * @param before the text that was written in
 * @param written as the text area has it
 */
export function withLineEnds(before: string, written: string): string {
  if (!before.includes('\r')) return written;
  const end = /\r\n|\r|\n/g;
  const ends = before.match(end)!;
  const [was, is] = [before.split(end), written.split('\n')];
  const most = Math.min(was.length, is.length);
  let [sameAtStart, sameAtEnd] = [0, 0];
  while (sameAtStart < most && was[sameAtStart] === is[sameAtStart]) sameAtStart++;
  while (sameAtEnd < most - sameAtStart && was.at(-1 - sameAtEnd) === is.at(-1 - sameAtEnd)) sameAtEnd++;
  const last = is.length - 1;
  const endOf = (n: number) => {
    if (n === last) return '';
    const place = n < sameAtStart ? n : n >= is.length - sameAtEnd ? n + was.length - is.length : 0;
    return ends[place] ?? ends[0]!;
  };
  let [text, endBefore] = ['', ''];
  for (const [n, line] of is.entries()) {
    // With nothing between them, a carriage return and a line feed would be one end.
    const endHere = line === '' && endBefore === '\r' && endOf(n) === '\n' ? '\r' : endOf(n);
    text += line + endHere;
    endBefore = endHere;
  }
  return text;
}
