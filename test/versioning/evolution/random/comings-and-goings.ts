import { added, both, dropped, made, renamed, unchanged } from '../past-state.js';
import {
  type Chance,
  columnOf,
  type MakeChange,
  nameWhenGone,
  pickField,
  pickOf,
  type RandomChange,
  without,
} from './random-change.js';
import { absentOf, inputOf, normal, type RandomField, type ValueKindName, valueKinds } from './random-field.js';

const kinds = Object.keys(valueKinds) as ValueKindName[];

/** Fields that come, go and change their names, and the entity that changes its own. */
export const comingsAndGoings = {
  comes: ({ fields, pick, fresh }) => comes(fields, fresh, { kind: pickOf(kinds, pick), nullable: true }),
  comesWithDefault: ({ fields, pick, fresh }) => {
    const field = pickOf<RandomField>(
      [
        { kind: 'text', usual: 'OTHER' },
        { kind: 'decimal', usual: '1.5' },
      ],
      pick,
    );
    return comes(fields, fresh, field, normal(field, field.usual));
  },
  comesRequired: ({ fields, pick, fresh }) => comesRequired(fields, fresh, { kind: pickOf(kinds, pick) }),
  comesWithLinks: ({ fields, fresh }) => comes(fields, fresh, { kind: 'links' }, []),
  comesAsTag: ({ fields, fresh }) => comes(fields, fresh, { kind: 'tag' }),
  comesComputed: (chance) => {
    const [name] = pickField(chance, ({ kind }) => kind === 'text' || kind === 'word') ?? [];
    if (name === undefined) return undefined;
    const { fields, fresh } = chance;
    return {
      fields: { ...fields, [fresh]: { kind: 'whole' } },
      touched: [name, fresh],
      was: { [fresh]: { sql: `coalesce(char_length(state ->> '${columnOf(name)}'), 0)` } },
      bring: made(fresh, ({ values }) => (values[name] as string | null)?.length ?? 0),
    };
  },
  /** A name that another field had comes back. */
  returns: ({ fields, former, pick }) => {
    const names = former.filter((name) => !(name in fields));
    if (names.length === 0) return undefined;
    const name = pickOf(names, pick);
    const field = pickOf<RandomField>(
      [{ kind: 'text', nullable: true }, { kind: 'whole' }, { kind: 'links' }, { kind: 'tag' }, { kind: 'decimal' }],
      pick,
    );
    if (field.kind === 'links') return comes(fields, name, field, []);
    return field.kind === 'tag' || field.nullable ? comes(fields, name, field) : comesRequired(fields, name, field);
  },
  goes: (chance) => {
    const [name, field] = pickField(chance) ?? [];
    return name === undefined || Object.keys(chance.fields).length < 3 ? undefined : goes(chance, name, field!);
  },
  /** The name of a field that goes is that of links from then on. */
  givesWayToLinks: (chance) => {
    const [name, field] = pickField(chance, ({ kind }) => kind !== 'links' && kind !== 'tag') ?? [];
    if (name === undefined) return undefined;
    const gone = goes(chance, name, field!);
    const links: RandomField = { kind: 'links' };
    return {
      ...gone,
      fields: { ...gone.fields, [name]: links },
      bring: both(gone.bring, added(inputOf(name, links), [])),
    };
  },
  isRenamed: (chance) => {
    const [name, field] = pickField(chance) ?? [];
    return name === undefined ? undefined : renames(chance, [[name, chance.fresh, field!]]);
  },
  /** One field takes the name of another, which takes a new one. */
  takesAName: (chance) => {
    const [one, other] = pair(chance);
    if (!one || !other) return undefined;
    const { fields, fresh } = chance;
    return renames(chance, [
      [one, fresh, fields[one]!],
      [other, one, fields[other]!],
    ]);
  },
  exchangesNames: (chance) => {
    const [one, other] = pair(chance);
    if (!one || !other) return undefined;
    const { fields } = chance;
    const exchanged = renames(chance, [
      [one, other, fields[one]!],
      [other, one, fields[other]!],
    ]);
    // A tag is kept under the name of its id, so that the two are not in each other's way.
    if ((fields[one]!.kind === 'tag') !== (fields[other]!.kind === 'tag')) return exchanged;
    return { ...exchanged, bring: unchanged, refused: /are said to have been called as one another/ };
  },
  entityIsRenamed: ({ fields }) => ({ fields, touched: [], bring: unchanged, renames: true }),
} as const satisfies Readonly<Record<string, MakeChange>>;

function comes(fields: Chance['fields'], name: string, field: RandomField, value: unknown = null): RandomChange {
  return { fields: { ...fields, [name]: field }, touched: [name], bring: added(inputOf(name, field), value) };
}

function comesRequired(fields: Chance['fields'], name: string, field: RandomField): RandomChange {
  const absent = absentOf(field);
  return { ...comes(fields, name, field, normal(field, absent)), was: { [name]: { absent } } };
}

function goes({ fields, gone }: Chance, name: string, field: RandomField): RandomChange {
  const as = nameWhenGone(name, field, gone);
  return {
    fields: without(fields, name),
    touched: [name],
    drops: [name],
    gone: [as],
    bring: dropped(inputOf(name, field), as),
  };
}

/** @param moves from, to, what is moved; in an order in which each name is free once it is taken */
function renames({ fields }: Chance, moves: readonly (readonly [string, string, RandomField])[]): RandomChange {
  return {
    fields: {
      ...without(fields, ...moves.map(([from]) => from)),
      ...Object.fromEntries(moves.map(([, to, field]) => [to, field])),
    },
    touched: moves.flatMap(([from, to]) => [from, to]),
    was: Object.fromEntries(moves.map(([from, to]) => [to, { name: from }])),
    bring: both(...moves.map(([from, to, field]) => renamed(inputOf(from, field), inputOf(to, field)))),
  };
}

/** Two fields of which each could have the other's name. */
function pair({ fields, free, pick }: Chance): (string | undefined)[] {
  const one = pickOf(free, pick);
  const isLinks = (name: string) => fields[name]!.kind === 'links';
  const others = free.filter((name) => name !== one && isLinks(name) === isLinks(one));
  return [one, others[pick % Math.max(1, others.length)]];
}
