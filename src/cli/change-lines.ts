import type { FieldChange } from '../versioning/index.js';
import { painted } from './painted.js';
import { printable } from './printable.js';
import type { HistoryContext } from './reading-history.js';

/** A change of a field in lines for people: long texts as a patch, JSON by place, links by name. */
export async function changeLines(change: FieldChange, context: HistoryContext): Promise<string[]> {
  const { field, before, after, redacted } = change;
  const title = painted('bold', printable(field));
  if (redacted) return [`${title}: changed; its values are not kept`];
  const patch = await change.patch();
  if (patch !== null) return [title, ...patch.trimEnd().split('\n').slice(2).map(patchLine)];
  const links = await change.links(context);
  if (links) {
    const named = ({ id, name }: { id: string; name: string | null }) => (name === null ? id : `${name} (${id})`);
    return [title, ...links.removed.map((one) => removed(named(one))), ...links.added.map((one) => added(named(one)))];
  }
  const places = change.paths();
  if (!places) return [title, removed(shown(before)), added(shown(after))];
  return [
    title,
    ...places.flatMap(({ op, path, before: was, after: is }) => [
      ...(op === 'ADD' ? [] : [removed(`${path || '/'}: ${shown(was)}`)]),
      ...(op === 'REMOVE' ? [] : [added(`${path || '/'}: ${shown(is)}`)]),
    ]),
  ];
}

function removed(text: string): string {
  return `  ${painted('red', printable(`- ${text}`))}`;
}

function added(text: string): string {
  return `  ${painted('green', printable(`+ ${text}`))}`;
}

function patchLine(line: string): string {
  const text = `  ${printable(line)}`;
  if (line.startsWith('@@')) return painted('cyan', text);
  if (line.startsWith('+')) return painted('green', text);
  return line.startsWith('-') ? painted('red', text) : text;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
