import { entityOf } from '../../model/entities.js';
import { outsideAnswer } from '../../values/answer-budget.js';
import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Changed } from '../../record/recording/changed.js';
import type { Changes } from '../../record/changes/changes.js';
import { shownPastRecord } from '../../read/states/past-record.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import type { State } from '../../read/states/record-state.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersioningContext } from '../loading/context.js';
import { entityNames } from '../declaration/entity-names.js';
import { method, namedClass, parameter } from '../declaration/named-class.js';
import { ChangeSetType, toChangeSet } from './entity-version.js';

/** What a mutation answers: the record as it now is, and the change set, null where nothing changed. */
export interface Payload extends Changed {
  /** The last state of a record that is gone. */
  readonly last?: State;
}

const payloads = new Map<VersionedClass, new () => Payload>();

/**
 * The payload type of an entity, made on first use: `PostPayload { post, changeSet }`. For mutations of your own too:
 * `@Mutation(() => payloadTypeOf(Deal))`, which answers what {@link makeChange} gives.
 */
export function payloadTypeOf(entity: VersionedClass): new () => Payload {
  let payload = payloads.get(entity);
  if (!payload) {
    payload = makePayload(entity);
    payloads.set(entity, payload);
  }
  return payload;
}

/**
 * Makes changes to records for a mutation, and answers with the one that the mutation is about as it then is.
 *
 * @param entity what the answer's record is
 * @param work makes the changes; what the last of them did is the answer
 * @throws what `work` throws; Error outside of a mutation
 */
export async function makeChange(
  entity: VersionedClass,
  { changes, loaders }: VersioningContext,
  work: (changes: Changes) => Promise<Changed>,
): Promise<Payload> {
  if (!changes) throw new Error('Changes are made in mutations only.');
  const changed = await outsideAnswer(() => work(changes));
  loaders.clear();
  if (changed.changeSetId !== null) {
    const row = changes.writtenRow(changed.id);
    if (row) loaders.records.written(entity, row);
    if (changes.changeSet) loaders.history.written(changes.changeSet);
  }
  return Object.assign(new (payloadTypeOf(entity))(), changed);
}

function makePayload(entity: VersionedClass): new () => Payload {
  const payload = namedClass(`${entity.name}Payload`);
  method(
    payload,
    entityNames(entity).one,
    function record(this: Payload, { loaders, em }: VersioningContext) {
      if (!this.last) return loaders.records.selected(entity, this.id, DeletedFilter.INCLUDE);
      return shownPastRecord(entityOf(em, entity), this.last);
    } as never,
    Field(() => entity),
    parameter(Ctx(), 0),
  );
  method(
    payload,
    'changeSet',
    async function changeSet(this: Payload, { loaders }: VersioningContext) {
      const row = this.changeSetId === null ? null : await loaders.history.changeSet(this.changeSetId);
      return row && toChangeSet(row);
    } as never,
    Field(() => ChangeSetType, { nullable: true, description: 'Null where nothing changed.' }),
    parameter(Ctx(), 0),
  );
  ObjectType(`${entity.name}Payload`)(payload);
  return payload as new () => Payload;
}
