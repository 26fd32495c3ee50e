import { Resolver } from 'type-graphql';
import { VersionedResolver } from '../../versioning/index.js';
import { User } from './user.entity.js';

@Resolver(() => User)
export class UserResolver extends VersionedResolver(User) {}
