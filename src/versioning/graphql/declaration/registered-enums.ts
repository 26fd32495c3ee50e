import { registerEnumType } from 'type-graphql';
import { ActorKind } from '../../model/actor.js';
import { ChangeSource, Operation } from '../../model/operation.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { PathOperation } from '../../read/differences/path-changes.js';

registerEnumType(ActorKind, { name: 'ActorKind' });
registerEnumType(ChangeSource, { name: 'ChangeSource' });
registerEnumType(Operation, { name: 'Operation', description: 'What a version did to its record.' });
registerEnumType(PathOperation, { name: 'PathOperation' });
registerEnumType(DeletedFilter, { name: 'DeletedFilter' });
