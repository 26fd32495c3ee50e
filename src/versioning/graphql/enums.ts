import { registerEnumType } from 'type-graphql';
import { ActorKind } from '../core/actor.js';
import { ChangeSource, Operation } from '../core/operation.js';
import { DeletedFilter } from '../core/record-reader.js';

export enum SortDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

registerEnumType(ActorKind, { name: 'ActorKind' });
registerEnumType(ChangeSource, { name: 'ChangeSource' });
registerEnumType(Operation, { name: 'Operation', description: 'What a version did to its record.' });
registerEnumType(DeletedFilter, { name: 'DeletedFilter' });
registerEnumType(SortDirection, { name: 'SortDirection' });
