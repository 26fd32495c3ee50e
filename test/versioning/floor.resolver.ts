import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../src/versioning/index.js';
import { Floor } from './floor.entity.js';

@Resolver(() => Floor)
export class FloorResolver extends VersionedResolver(Floor) {}
