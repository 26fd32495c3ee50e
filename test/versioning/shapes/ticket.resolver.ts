import { Resolver } from 'type-graphql';
import { ChildrenResolver, VersionedResolver } from '../../../src/versioning/index.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { Ticket } from './ticket.entity.js';

@Resolver(() => Ticket)
export class TicketResolver extends VersionedResolver(Ticket) {}

@Resolver(() => User)
export class OwnedTicketsResolver extends ChildrenResolver(User, 'tickets', Ticket, 'owner') {}
