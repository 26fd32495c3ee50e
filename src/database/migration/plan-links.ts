import { linksName, type LinkSpec } from '../../versioning/index.js';
import { type ColumnChange, linked, unlinked } from './column-change.js';
import { camelCase } from './column-name.js';
import { droppedName } from './dropped-name.js';
import type { Drops } from './drops.js';
import type { EntityTable } from './entity-table.js';
import { fieldOf, type FormerEntity } from './former-entity.js';
import { type GoneField, planDrop } from './plan-drop.js';
import { isQuestion, type Question } from './question.js';

/**
 * How the links of a table come and go.
 *
 * @param kept as they were and as they are, where both are the same links
 */
export function planLinks(
  before: EntityTable,
  after: EntityTable,
  kept: readonly (readonly [LinkSpec, LinkSpec])[],
  former: FormerEntity,
  drops: Drops,
): (ColumnChange | Question)[] {
  const gone = before.links.filter((link) => !kept.some(([was]) => was === link));
  const come = after.links.filter((link) => !kept.some(([, is]) => is === link));
  const going = gone.map((link) => planGone(link, before, come, former, drops));
  const isUnclear = ({ target }: LinkSpec) =>
    gone.some((link, place) => isQuestion(going[place]!) && link.target === target);
  return [
    ...come
      .filter((link) => !isUnclear(link))
      .map(({ key }) => linked(key, `${nameOf(former, key)}: rows and old versions have no links.`)),
    ...going,
  ];
}

function planGone(
  link: LinkSpec,
  before: EntityTable,
  come: readonly LinkSpec[],
  former: FormerEntity,
  drops: Drops,
): ColumnChange | Question {
  const prefix = `${before.was ?? before.name}_`;
  const isNamed = link.table.startsWith(prefix);
  const property = camelCase(isNamed ? link.table.slice(prefix.length) : link.key);
  const as = isNamed ? linksName(property) : property;
  const gone: GoneField = {
    name: `${former.className}.${property}`,
    path: `${camelCase(before.name)}.${property}`,
    as: droppedName(as, former.dropped ?? new Set()),
    holds: 'links',
    readers: before.hidden.has(link.key) ? 'nobody' : 'clients',
    likes: come.filter(({ target }) => target === link.target).map(({ key }) => fieldOf(former, key).property),
  };
  const drop = planDrop(gone, drops.of(before, property, as)?.fate);
  return isQuestion(drop) ? drop : unlinked(link.key, drop.as, drop.sentence);
}

function nameOf(former: FormerEntity, key: string): string {
  return `${former.className}.${fieldOf(former, key).property}`;
}
