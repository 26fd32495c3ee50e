import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../src/versioning/index.js';
import { EveryType } from './every-type.entity.js';

@Resolver(() => EveryType)
export class EveryTypeResolver extends VersionedResolver(EveryType) {}
