import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../src/versioning/index.js';
import { Room } from './room.entity.js';

@Resolver(() => Room)
export class RoomResolver extends VersionedResolver(Room) {}
