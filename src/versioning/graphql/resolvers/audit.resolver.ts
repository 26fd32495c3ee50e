import type { GraphQLResolveInfo } from 'graphql';
import {
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  ID,
  Info,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { Actor } from '../../model/actor.js';
import { type AuditFilter, type AuditRow, readAuditLog } from '../../read/audit/audit-reader.js';
import { connectionOf, type Connection, toConnection } from '../outputs/connection.js';
import type { VersioningContext } from '../loading/context.js';
import { PageArgs } from '../inputs/page-args.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';
import { JSONObjectScalar } from '../scalars/json-object-scalar.js';
import { selectedIn, selects } from '../plan/selected-in.js';
import { ChangeSetType, toChangeSet } from '../outputs/entity-version.js';

/** Who did what to which record. */
@ObjectType('AuditEntry')
export class AuditEntryType {
  readonly row!: AuditRow;

  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  occurredAt!: string;

  @Field(() => String)
  action!: string;

  @Field(() => Actor, { nullable: true })
  actor!: Actor | null;

  @Field(() => String, { nullable: true })
  entityType!: string | null;

  @Field(() => ID, { nullable: true })
  entityId!: string | null;

  @Field(() => Int, { nullable: true })
  version!: number | null;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'The changed fields alone, as they were.' })
  before!: Record<string, unknown> | null;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'The changed fields alone, as they became.' })
  after!: Record<string, unknown> | null;

  @Field(() => ChangeSetType, { nullable: true })
  async changeSet(@Ctx() { loaders }: VersioningContext): Promise<ChangeSetType | null> {
    const row = this.row.changeSetId === null ? null : await loaders.history.changeSet(this.row.changeSetId);
    return row && toChangeSet(row);
  }
}

const AuditConnection = connectionOf(AuditEntryType, 'AuditEntry');

@InputType('AuditFilter')
class AuditFilterInput implements AuditFilter {
  @Field(() => String, { nullable: true })
  action?: string;

  @Field(() => ID, { nullable: true })
  actorId?: string;

  @Field(() => String, { nullable: true })
  entityType?: string;

  @Field(() => ID, { nullable: true })
  entityId?: string;

  @Field(() => ID, { nullable: true })
  changeSetId?: string;

  @Field(() => DateTime, { nullable: true, description: 'From this instant on.' })
  from?: string;

  @Field(() => DateTime, { nullable: true, description: 'Before this instant.' })
  to?: string;
}

@ArgsType()
class AuditArgs extends PageArgs {
  @Field(() => AuditFilterInput, { nullable: true })
  filter?: AuditFilterInput;
}

/** Long texts stand in them: whoever wants to know who did what must not read those. */
const values: ReadonlySet<string> = new Set(['before', 'after']);

@Resolver()
export class AuditResolver {
  @Authorized('ADMINISTER')
  @Query(() => AuditConnection, { description: 'Newest first.' })
  async auditLog(
    @Args(() => AuditArgs) { filter, ...page }: AuditArgs,
    @Ctx() { em }: VersioningContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AuditEntryType>> {
    const withValues = selects(...selectedIn(info), 'AuditEntry', values);
    const log = await readAuditLog(em, filter ?? {}, page, withValues);
    return toConnection(AuditConnection, log, (row) =>
      Object.assign(new AuditEntryType(), row, {
        row,
        actor: row.actorKind && new Actor(row.actorKind, row.actorId!),
      }),
    );
  }
}
