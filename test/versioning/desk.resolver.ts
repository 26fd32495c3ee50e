import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../src/versioning/index.js';
import { Desk } from './desk.entity.js';

@Resolver(() => Desk)
export class DeskResolver extends VersionedResolver(Desk) {}
