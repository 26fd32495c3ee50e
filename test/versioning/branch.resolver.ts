import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../src/versioning/index.js';
import { Branch } from './branch.entity.js';

@Resolver(() => Branch)
export class BranchResolver extends VersionedResolver(Branch) {}
