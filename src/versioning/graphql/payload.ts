import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Changed } from '../core/changes.js';
import { DeletedFilter } from '../core/record-reader.js';
import { setRecordedLinks } from '../core/recorded-links.js';
import type { State } from '../core/state.js';
import type { VersionedClass } from '../core/versioned.js';
import type { VersioningContext } from './context.js';
import { method, namedClass, parameter } from './named-class.js';
import { ChangeSetType, toChangeSet } from './version-types.js';

/** What a mutation answers: the record as it now is, and the change set, null where nothing changed. */
export interface Payload extends Changed {
  /** The last state of a record that is gone. */
  readonly last?: State;
}

/** The payload type of an entity: `PostPayload { post, changeSet }`. */
export function payloadTypeOf(entity: VersionedClass, fieldName: string): new () => Payload {
  const payload = namedClass(`${entity.name}Payload`);
  method(
    payload,
    fieldName,
    function record(this: Payload, { loaders }: VersioningContext) {
      if (!this.last) return loaders.record(entity, this.id, DeletedFilter.INCLUDE);
      setRecordedLinks(this.last.record, this.last.links);
      return this.last.record;
    } as never,
    Field(() => entity),
    parameter(Ctx(), 0),
  );
  method(
    payload,
    'changeSet',
    async function changeSet(this: Payload, { loaders }: VersioningContext) {
      const row = this.changeSetId === null ? null : await loaders.changeSet(this.changeSetId);
      return row && toChangeSet(row);
    } as never,
    Field(() => ChangeSetType, { nullable: true, description: 'Null where nothing changed.' }),
    parameter(Ctx(), 0),
  );
  ObjectType(`${entity.name}Payload`)(payload);
  return payload as new () => Payload;
}
