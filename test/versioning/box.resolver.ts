import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../src/versioning/index.js';
import { Box } from './box.entity.js';

@Resolver(() => Box)
export class BoxResolver extends VersionedResolver(Box) {}
