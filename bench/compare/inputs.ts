import type { Running } from './running.js';
import { changeOf, type Input, type Workload } from './workload.js';
import type { World } from './world.js';

/** So many posts and pages are read in turn. */
const variety = 50;

/**
 * What a contestant is asked at a workload: for what reads the same for all but the cursors, which are its own; for what
 * changes one of each connection, on posts that no other connection changes.
 */
export async function inputsFor(
  running: Running,
  { name, changes }: Workload,
  world: World,
  connections: number,
): Promise<Input[]> {
  if (changes > 0) {
    const posts = await world.posts(connections * changes);
    return Array.from({ length: connections }, (_, n) => {
      const own = posts.slice(n * changes, (n + 1) * changes);
      return { id: own[0]!.id, after: '', changes: own.map(({ id, version }) => changeOf(id, version)) };
    });
  }
  const posts = await world.posts(variety);
  const slugs = name === 'page' ? world.deepSlugs(variety) : [];
  const inputs: Input[] = [];
  for (const [n, { id }] of posts.entries()) {
    const slug = slugs[n];
    const after = slug && ((await running.ask('cursor', { id, after: slug, changes: [] })) as string);
    inputs.push({ id, after: after ?? '', changes: [] });
  }
  return inputs;
}
