import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../../versioning/index.js';
import { Tag } from './tag.entity.js';

@Resolver(() => Tag)
export class TagResolver extends VersionedResolver(Tag) {}
