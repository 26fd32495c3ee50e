/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '../document-type-decoration.js';
export type ActorKind =
  | 'SERVICE'
  | 'SQL'
  | 'SYSTEM'
  | 'USER';

/** An instant, named exactly: the moment, the state right after or right before a change set, or a snapshot token. */
export type AsOf =
  {   /** What had been committed by then: a change shows from the committedAt of its change set on, not from its recordedAt. */
  at: string; before?: never; changeSet?: never; snapshot?: never; }
  |  { at?: never;   /** All that had committed before this change set, and not itself. */
  before: string; changeSet?: never; snapshot?: never; }
  |  { at?: never; before?: never;   /** All that had committed before it, and itself. */
  changeSet: string; snapshot?: never; }
  |  { at?: never; before?: never; changeSet?: never;   /** The token of `snapshot`: exactly what that operation saw. */
  snapshot: string; };

export type AuditFilter = {
  action?: string | null | undefined;
  actorId?: string | null | undefined;
  changeSetId?: string | null | undefined;
  entityId?: string | null | undefined;
  entityType?: string | null | undefined;
  /** From this instant on. */
  from?: string | null | undefined;
  /** Before this instant. */
  to?: string | null | undefined;
};

/** All that is given must hold; operation, entityType and field of one and the same of its versions. */
export type ChangeSetFilter = {
  actorId?: string | null | undefined;
  /** Types of records (`Post`). */
  entityType?: Array<string> | null | undefined;
  /** It changed. Today’s name of a field finds what was written under a former one. */
  field?: string | null | undefined;
  /** Committed from this moment on. */
  from?: string | null | undefined;
  operation?: Array<Operation> | null | undefined;
  /** Part of the reason, as it is spelled there. */
  reason?: string | null | undefined;
  source?: ChangeSource | null | undefined;
  /** Committed before this moment. */
  to?: string | null | undefined;
  /** What the field became, as `changes` tells it; of an enum one of its values. */
  value?: unknown;
};

export type ChangeSource =
  | 'API'
  | 'CLI'
  | 'SQL';

export type CommentFilter = {
  and?: Array<CommentFilter> | null | undefined;
  authorId?: IDFilter | null | undefined;
  body?: StringFilter | null | undefined;
  createdAt?: DateTimeFilter | null | undefined;
  not?: CommentFilter | null | undefined;
  or?: Array<CommentFilter> | null | undefined;
  postId?: IDFilter | null | undefined;
  updatedAt?: DateTimeFilter | null | undefined;
};

export type CommentOrder = {
  direction?: SortDirection;
  field: CommentOrderField;
};

export type CommentOrderField =
  | 'CREATED_AT'
  | 'UPDATED_AT';

export type CommentPatch = {
  authorId?: string | null | undefined;
  body?: string | null | undefined;
  postId?: string | null | undefined;
};

export type CreateCommentInput = {
  authorId?: string | null | undefined;
  body: string;
  postId: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type CreatePostInput = {
  authorId?: string | null | undefined;
  body: string;
  metadata?: Record<string, unknown> | null | undefined;
  publishedAt?: string | null | undefined;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
  slug: string;
  status?: PostStatus | null | undefined;
  tagIds?: Array<string> | null | undefined;
  title: string;
};

export type CreateTagInput = {
  name: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type CreateUserInput = {
  displayName: string;
  email: string;
  password?: string | null | undefined;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
  role: Role;
};

export type DateTimeFilter = {
  eq?: string | null | undefined;
  gt?: string | null | undefined;
  gte?: string | null | undefined;
  isNull?: boolean | null | undefined;
  lt?: string | null | undefined;
  lte?: string | null | undefined;
};

export type DeleteCommentInput = {
  expectedVersion: number;
  id: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type DeletePostInput = {
  expectedVersion: number;
  id: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type DeleteTagInput = {
  expectedVersion: number;
  id: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type DeleteUserInput = {
  expectedVersion: number;
  id: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type DeletedFilter =
  | 'EXCLUDE'
  | 'INCLUDE'
  | 'ONLY';

/** What the values of a field are. */
export type EntityFieldKind =
  /** A whole number as a string: JSON may not hold it exactly. */
  | 'BIG_INTEGER'
  | 'BOOLEAN'
  | 'DATE'
  | 'DATE_TIME'
  /** An exact number as a string. */
  | 'DECIMAL'
  /** A long text, which lists are neither filtered nor ordered by. */
  | 'DOCUMENT'
  | 'ENUM'
  | 'FLOAT'
  | 'INTEGER'
  | 'JSON'
  | 'JSON_OBJECT'
  /** The ids of a set of records. */
  | 'LINKS'
  /** Of a scalar of the program, which `type` names. */
  | 'OTHER'
  /** The id of one record. */
  | 'REFERENCE'
  | 'TEXT';

/** All that is given must hold. */
export type HistoryFilter = {
  actorId?: string | null | undefined;
  /** At least one of these changed. Today’s name of a field finds what was written under a former one. */
  field?: Array<string> | null | undefined;
  /** Committed from this moment on. */
  from?: string | null | undefined;
  operation?: Array<Operation> | null | undefined;
  /** Committed before this moment. */
  to?: string | null | undefined;
};

export type IDFilter = {
  eq?: string | null | undefined;
  in?: Array<string> | null | undefined;
  isNull?: boolean | null | undefined;
  ne?: string | null | undefined;
};

export type LegalHoldInput = {
  /** Of a record of any type. */
  id: string;
  /** Why; kept with the hold and the change set. */
  reason: string;
};

/** What a version did to its record. */
export type Operation =
  | 'CREATE'
  | 'DELETE'
  | 'RESTORE'
  | 'REVERT'
  | 'UNDO'
  | 'UPDATE';

export type PathOperation =
  | 'ADD'
  | 'REMOVE'
  | 'REPLACE';

export type PostFilter = {
  and?: Array<PostFilter> | null | undefined;
  authorId?: IDFilter | null | undefined;
  createdAt?: DateTimeFilter | null | undefined;
  not?: PostFilter | null | undefined;
  or?: Array<PostFilter> | null | undefined;
  publishedAt?: DateTimeFilter | null | undefined;
  slug?: StringFilter | null | undefined;
  status?: PostStatusFilter | null | undefined;
  title?: StringFilter | null | undefined;
  updatedAt?: DateTimeFilter | null | undefined;
};

export type PostOrder = {
  direction?: SortDirection;
  field: PostOrderField;
};

export type PostOrderField =
  | 'CREATED_AT'
  | 'PUBLISHED_AT'
  | 'SLUG'
  | 'TITLE'
  | 'UPDATED_AT';

export type PostPatch = {
  authorId?: string | null | undefined;
  body?: string | null | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  publishedAt?: string | null | undefined;
  slug?: string | null | undefined;
  status?: PostStatus | null | undefined;
  tagIds?: Array<string> | null | undefined;
  title?: string | null | undefined;
};

export type PostStatus =
  | 'ARCHIVED'
  | 'DRAFT'
  | 'PUBLISHED';

export type PostStatusFilter = {
  eq?: PostStatus | null | undefined;
  in?: Array<PostStatus> | null | undefined;
  ne?: PostStatus | null | undefined;
};

export type RestoreCommentInput = {
  expectedVersion: number;
  id: string;
  patch?: CommentPatch | null | undefined;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type RestorePostInput = {
  expectedVersion: number;
  id: string;
  patch?: PostPatch | null | undefined;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type RestoreTagInput = {
  expectedVersion: number;
  id: string;
  patch?: TagPatch | null | undefined;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type RestoreUserInput = {
  expectedVersion: number;
  id: string;
  patch?: UserPatch | null | undefined;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type RevertCommentInput = {
  expectedVersion: number;
  id: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
  toVersion: number;
};

export type RevertPostInput = {
  expectedVersion: number;
  id: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
  toVersion: number;
};

export type RevertTagInput = {
  expectedVersion: number;
  id: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
  toVersion: number;
};

export type RevertUserInput = {
  expectedVersion: number;
  id: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
  toVersion: number;
};

export type Role =
  | 'ADMIN'
  | 'EDITOR'
  | 'VIEWER';

export type RoleFilter = {
  eq?: Role | null | undefined;
  in?: Array<Role> | null | undefined;
  ne?: Role | null | undefined;
};

export type SignInInput = {
  email: string;
  /** The slug of the organization. */
  organization: string;
  password: string;
};

export type SortDirection =
  | 'ASC'
  | 'DESC';

export type StringFilter = {
  contains?: string | null | undefined;
  eq?: string | null | undefined;
  in?: Array<string> | null | undefined;
  isNull?: boolean | null | undefined;
  ne?: string | null | undefined;
  startsWith?: string | null | undefined;
};

export type TagFilter = {
  and?: Array<TagFilter> | null | undefined;
  createdAt?: DateTimeFilter | null | undefined;
  name?: StringFilter | null | undefined;
  not?: TagFilter | null | undefined;
  or?: Array<TagFilter> | null | undefined;
  updatedAt?: DateTimeFilter | null | undefined;
};

export type TagOrder = {
  direction?: SortDirection;
  field: TagOrderField;
};

export type TagOrderField =
  | 'CREATED_AT'
  | 'NAME'
  | 'UPDATED_AT';

export type TagPatch = {
  name?: string | null | undefined;
};

/** What becomes of a contested field: the present value stays, or the former one is put back. */
export type UndoChoice =
  | 'FORMER'
  | 'PRESENT';

export type UndoInput = {
  changeSet: string;
  /** Narrows to these records. */
  only?: Array<string> | null | undefined;
  /** Of undoPlan with the same changeSet, only and resolutions. */
  planHash: string;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
  resolutions?: Array<UndoResolution> | null | undefined;
};

/** What is decided of one field of one record. */
export type UndoResolution = {
  entityId: string;
  field: string;
  keep: UndoChoice;
};

export type UpdateCommentInput = {
  expectedVersion: number;
  id: string;
  patch: CommentPatch;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type UpdatePostInput = {
  expectedVersion: number;
  id: string;
  patch: PostPatch;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type UpdateTagInput = {
  expectedVersion: number;
  id: string;
  patch: TagPatch;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type UpdateUserInput = {
  expectedVersion: number;
  id: string;
  patch: UserPatch;
  /** Why; kept with the change set. */
  reason?: string | null | undefined;
};

export type UserFilter = {
  and?: Array<UserFilter> | null | undefined;
  createdAt?: DateTimeFilter | null | undefined;
  displayName?: StringFilter | null | undefined;
  email?: StringFilter | null | undefined;
  not?: UserFilter | null | undefined;
  or?: Array<UserFilter> | null | undefined;
  role?: RoleFilter | null | undefined;
  updatedAt?: DateTimeFilter | null | undefined;
};

export type UserOrder = {
  direction?: SortDirection;
  field: UserOrderField;
};

export type UserOrderField =
  | 'CREATED_AT'
  | 'DISPLAY_NAME'
  | 'EMAIL'
  | 'UPDATED_AT';

export type UserPatch = {
  displayName?: string | null | undefined;
  email?: string | null | undefined;
  password?: string | null | undefined;
  role?: Role | null | undefined;
};

/** Who may change records. */
export type WriteAccess =
  /** Administrators. */
  | 'ADMINISTER'
  /** Editors and administrators. */
  | 'WRITE';

export type AuditLogQueryVariables = Exact<{
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type AuditLogQuery = { auditLog: { totalCount: number, nodes: Array<AuditEntryFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllAuditLogQueryVariables = Exact<{
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type AllAuditLogQuery = { auditLog: { nodes: Array<AuditEntryFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type BlameQueryVariables = Exact<{
  fields?: Array<string> | string | null | undefined;
  id: string;
}>;


export type BlameQuery = { blame: Array<FieldBlameFieldsFragment> };

export type ChangeSetQueryVariables = Exact<{
  id: string;
}>;


export type ChangeSetQuery = { changeSet: ChangeSetFieldsFragment | null };

export type ChangeSetVersionsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type ChangeSetVersionsQuery = { changeSet: { versions: { totalCount: number, nodes: Array<
        | EntityVersionFields_CommentVersion_Fragment
        | EntityVersionFields_PostVersion_Fragment
        | EntityVersionFields_TagVersion_Fragment
        | EntityVersionFields_UntypedVersion_Fragment
        | EntityVersionFields_UserVersion_Fragment
      >, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type AllChangeSetVersionsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type AllChangeSetVersionsQuery = { changeSet: { versions: { nodes: Array<
        | EntityVersionFields_CommentVersion_Fragment
        | EntityVersionFields_PostVersion_Fragment
        | EntityVersionFields_TagVersion_Fragment
        | EntityVersionFields_UntypedVersion_Fragment
        | EntityVersionFields_UserVersion_Fragment
      >, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type ChangeSetsQueryVariables = Exact<{
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: ChangeSetFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type ChangeSetsQuery = { changeSets: { totalCount: number, nodes: Array<ChangeSetFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllChangeSetsQueryVariables = Exact<{
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: ChangeSetFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type AllChangeSetsQuery = { changeSets: { nodes: Array<ChangeSetFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type CommentQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  id: string;
}>;


export type CommentQuery = { comment: CommentFieldsFragment | null };

export type CommentsQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  filter?: CommentFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  orderBy?: Array<CommentOrder> | CommentOrder | null | undefined;
}>;


export type CommentsQuery = { comments: { totalCount: number, nodes: Array<CommentFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllCommentsQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  filter?: CommentFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  orderBy?: Array<CommentOrder> | CommentOrder | null | undefined;
}>;


export type AllCommentsQuery = { comments: { nodes: Array<CommentFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type DiffQueryVariables = Exact<{
  from: number;
  id: string;
  to: number;
}>;


export type DiffQuery = { diff: Array<FieldChangeFieldsFragment> };

export type EntityTypesQueryVariables = Exact<{ [key: string]: never; }>;


export type EntityTypesQuery = { entityTypes: Array<EntityTypeFieldsFragment> };

export type HistoryQueryVariables = Exact<{
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: HistoryFilter | null | undefined;
  first?: number | null | undefined;
  id: string;
  last?: number | null | undefined;
}>;


export type HistoryQuery = { history: { totalCount: number, nodes: Array<
      | EntityVersionFields_CommentVersion_Fragment
      | EntityVersionFields_PostVersion_Fragment
      | EntityVersionFields_TagVersion_Fragment
      | EntityVersionFields_UntypedVersion_Fragment
      | EntityVersionFields_UserVersion_Fragment
    >, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllHistoryQueryVariables = Exact<{
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: HistoryFilter | null | undefined;
  first?: number | null | undefined;
  id: string;
  last?: number | null | undefined;
}>;


export type AllHistoryQuery = { history: { nodes: Array<
      | EntityVersionFields_CommentVersion_Fragment
      | EntityVersionFields_PostVersion_Fragment
      | EntityVersionFields_TagVersion_Fragment
      | EntityVersionFields_UntypedVersion_Fragment
      | EntityVersionFields_UserVersion_Fragment
    >, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type LegalHoldsQueryVariables = Exact<{
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type LegalHoldsQuery = { legalHolds: { totalCount: number, nodes: Array<LegalHoldFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllLegalHoldsQueryVariables = Exact<{
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type AllLegalHoldsQuery = { legalHolds: { nodes: Array<LegalHoldFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type LineBlameQueryVariables = Exact<{
  field: string;
  id: string;
}>;


export type LineBlameQuery = { lineBlame: Array<LineBlameFieldsFragment> };

export type NodeQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  id: string;
}>;


export type NodeQuery = { node:
    | NodeFields_Comment_Fragment
    | NodeFields_Post_Fragment
    | NodeFields_Tag_Fragment
    | NodeFields_User_Fragment
   | null };

export type PostQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  id: string;
}>;


export type PostQuery = { post: PostFieldsFragment | null };

export type PostCommentsQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  id: string;
  after?: string | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type PostCommentsQuery = { post: { comments: { totalCount: number, nodes: Array<CommentFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type AllPostCommentsQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  id: string;
  after?: string | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type AllPostCommentsQuery = { post: { comments: { nodes: Array<CommentFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type PostsQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  filter?: PostFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  orderBy?: Array<PostOrder> | PostOrder | null | undefined;
}>;


export type PostsQuery = { posts: { totalCount: number, nodes: Array<PostFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllPostsQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  filter?: PostFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  orderBy?: Array<PostOrder> | PostOrder | null | undefined;
}>;


export type AllPostsQuery = { posts: { nodes: Array<PostFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type SnapshotQueryVariables = Exact<{ [key: string]: never; }>;


export type SnapshotQuery = { snapshot: SnapshotFieldsFragment };

export type TagQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  id: string;
}>;


export type TagQuery = { tag: TagFieldsFragment | null };

export type TagsQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  filter?: TagFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  orderBy?: Array<TagOrder> | TagOrder | null | undefined;
}>;


export type TagsQuery = { tags: { totalCount: number, nodes: Array<TagFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllTagsQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  filter?: TagFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  orderBy?: Array<TagOrder> | TagOrder | null | undefined;
}>;


export type AllTagsQuery = { tags: { nodes: Array<TagFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type TrashQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  types?: Array<string> | string | null | undefined;
}>;


export type TrashQuery = { trash: { totalCount: number, nodes: Array<TrashItemFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllTrashQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  types?: Array<string> | string | null | undefined;
}>;


export type AllTrashQuery = { trash: { nodes: Array<TrashItemFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type UndoPlanQueryVariables = Exact<{
  changeSet: string;
  only?: Array<string> | string | null | undefined;
  resolutions?: Array<UndoResolution> | UndoResolution | null | undefined;
}>;


export type UndoPlanQuery = { undoPlan: UndoPlanFieldsFragment };

export type UserQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  id: string;
}>;


export type UserQuery = { user: UserFieldsFragment | null };

export type UserPostsQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  id: string;
  after?: string | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type UserPostsQuery = { user: { posts: { totalCount: number, nodes: Array<PostFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type AllUserPostsQueryVariables = Exact<{
  asOf?: AsOf | null | undefined;
  id: string;
  after?: string | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
}>;


export type AllUserPostsQuery = { user: { posts: { nodes: Array<PostFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type UsersQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  filter?: UserFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  orderBy?: Array<UserOrder> | UserOrder | null | undefined;
}>;


export type UsersQuery = { users: { totalCount: number, nodes: Array<UserFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AllUsersQueryVariables = Exact<{
  after?: string | null | undefined;
  asOf?: AsOf | null | undefined;
  before?: string | null | undefined;
  deleted?: DeletedFilter | null | undefined;
  filter?: UserFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  orderBy?: Array<UserOrder> | UserOrder | null | undefined;
}>;


export type AllUsersQuery = { users: { nodes: Array<UserFieldsFragment>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type VersionQueryVariables = Exact<{
  id: string;
  version: number;
}>;


export type VersionQuery = { version:
    | EntityVersionFields_CommentVersion_Fragment
    | EntityVersionFields_PostVersion_Fragment
    | EntityVersionFields_TagVersion_Fragment
    | EntityVersionFields_UntypedVersion_Fragment
    | EntityVersionFields_UserVersion_Fragment
   | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: ViewerFieldsFragment | null };

export type CreateCommentMutationVariables = Exact<{
  input: CreateCommentInput;
}>;


export type CreateCommentMutation = { createComment: CommentPayloadFieldsFragment };

export type CreatePostMutationVariables = Exact<{
  input: CreatePostInput;
}>;


export type CreatePostMutation = { createPost: PostPayloadFieldsFragment };

export type CreateTagMutationVariables = Exact<{
  input: CreateTagInput;
}>;


export type CreateTagMutation = { createTag: TagPayloadFieldsFragment };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser: UserPayloadFieldsFragment };

export type DeleteCommentMutationVariables = Exact<{
  input: DeleteCommentInput;
}>;


export type DeleteCommentMutation = { deleteComment: CommentPayloadFieldsFragment };

export type DeletePostMutationVariables = Exact<{
  input: DeletePostInput;
}>;


export type DeletePostMutation = { deletePost: PostPayloadFieldsFragment };

export type DeleteTagMutationVariables = Exact<{
  input: DeleteTagInput;
}>;


export type DeleteTagMutation = { deleteTag: TagPayloadFieldsFragment };

export type DeleteUserMutationVariables = Exact<{
  input: DeleteUserInput;
}>;


export type DeleteUserMutation = { deleteUser: UserPayloadFieldsFragment };

export type PlaceLegalHoldMutationVariables = Exact<{
  input: LegalHoldInput;
}>;


export type PlaceLegalHoldMutation = { placeLegalHold: LegalHoldPayloadFieldsFragment };

export type PurgeCommentMutationVariables = Exact<{
  input: DeleteCommentInput;
}>;


export type PurgeCommentMutation = { purgeComment: CommentPayloadFieldsFragment };

export type PurgePostMutationVariables = Exact<{
  input: DeletePostInput;
}>;


export type PurgePostMutation = { purgePost: PostPayloadFieldsFragment };

export type PurgeTagMutationVariables = Exact<{
  input: DeleteTagInput;
}>;


export type PurgeTagMutation = { purgeTag: TagPayloadFieldsFragment };

export type PurgeUserMutationVariables = Exact<{
  input: DeleteUserInput;
}>;


export type PurgeUserMutation = { purgeUser: UserPayloadFieldsFragment };

export type ReleaseLegalHoldMutationVariables = Exact<{
  input: LegalHoldInput;
}>;


export type ReleaseLegalHoldMutation = { releaseLegalHold: LegalHoldPayloadFieldsFragment };

export type RestoreCommentMutationVariables = Exact<{
  input: RestoreCommentInput;
}>;


export type RestoreCommentMutation = { restoreComment: CommentPayloadFieldsFragment };

export type RestorePostMutationVariables = Exact<{
  input: RestorePostInput;
}>;


export type RestorePostMutation = { restorePost: PostPayloadFieldsFragment };

export type RestoreTagMutationVariables = Exact<{
  input: RestoreTagInput;
}>;


export type RestoreTagMutation = { restoreTag: TagPayloadFieldsFragment };

export type RestoreUserMutationVariables = Exact<{
  input: RestoreUserInput;
}>;


export type RestoreUserMutation = { restoreUser: UserPayloadFieldsFragment };

export type RevertCommentMutationVariables = Exact<{
  input: RevertCommentInput;
}>;


export type RevertCommentMutation = { revertComment: CommentPayloadFieldsFragment };

export type RevertPostMutationVariables = Exact<{
  input: RevertPostInput;
}>;


export type RevertPostMutation = { revertPost: PostPayloadFieldsFragment };

export type RevertTagMutationVariables = Exact<{
  input: RevertTagInput;
}>;


export type RevertTagMutation = { revertTag: TagPayloadFieldsFragment };

export type RevertUserMutationVariables = Exact<{
  input: RevertUserInput;
}>;


export type RevertUserMutation = { revertUser: UserPayloadFieldsFragment };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn: SignInPayloadFieldsFragment };

export type UndoMutationVariables = Exact<{
  input: UndoInput;
}>;


export type UndoMutation = { undo: UndoPayloadFieldsFragment };

export type UpdateCommentMutationVariables = Exact<{
  input: UpdateCommentInput;
}>;


export type UpdateCommentMutation = { updateComment: CommentPayloadFieldsFragment };

export type UpdatePostMutationVariables = Exact<{
  input: UpdatePostInput;
}>;


export type UpdatePostMutation = { updatePost: PostPayloadFieldsFragment };

export type UpdateTagMutationVariables = Exact<{
  input: UpdateTagInput;
}>;


export type UpdateTagMutation = { updateTag: TagPayloadFieldsFragment };

export type UpdateUserMutationVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { updateUser: UserPayloadFieldsFragment };

export type AuditEntryFieldsFragment = { action: string, after: Record<string, unknown> | null, before: Record<string, unknown> | null, entityId: string | null, entityType: string | null, id: string, occurredAt: string, version: number | null, actor: { displayName: string | null, id: string, kind: ActorKind } | null, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null };

export type ChangeSetFieldsFragment = { committedAt: string | null, id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource, actor: { displayName: string | null, id: string, kind: ActorKind } | null, undoes: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null, undoneBy: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null };

export type CommentFieldsFragment = { body: string, createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, author: { id: string } | null, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, post: { id: string } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null };

export type CommentPayloadFieldsFragment = { changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null, comment: CommentFieldsFragment };

export type EntityTypeFieldsFragment = { label: string | null, name: string, plural: string, singular: string, write: WriteAccess, fields: Array<{ default: unknown, isFilterable: boolean, isList: boolean, isNullable: boolean, isOwner: boolean, isRequired: boolean, isSensitive: boolean, isUnique: boolean, kind: EntityFieldKind, name: string, orderField: string | null, shownAs: string | null, target: string | null, type: string, values: Array<string> | null }> };

type EntityVersionFields_CommentVersion_Fragment = { __typename: 'CommentVersion', entityId: string, entityType: string, operation: Operation, recordedAt: string, version: number, snapshot: CommentFieldsFragment, actor: { displayName: string | null, id: string, kind: ActorKind } | null, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource }, changes: Array<{ after: unknown, before: unknown, field: string, redacted: boolean }> };

type EntityVersionFields_PostVersion_Fragment = { __typename: 'PostVersion', entityId: string, entityType: string, operation: Operation, recordedAt: string, version: number, snapshot: PostFieldsFragment, actor: { displayName: string | null, id: string, kind: ActorKind } | null, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource }, changes: Array<{ after: unknown, before: unknown, field: string, redacted: boolean }> };

type EntityVersionFields_TagVersion_Fragment = { __typename: 'TagVersion', entityId: string, entityType: string, operation: Operation, recordedAt: string, version: number, snapshot: TagFieldsFragment, actor: { displayName: string | null, id: string, kind: ActorKind } | null, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource }, changes: Array<{ after: unknown, before: unknown, field: string, redacted: boolean }> };

type EntityVersionFields_UntypedVersion_Fragment = { __typename: 'UntypedVersion', state: Record<string, unknown>, entityId: string, entityType: string, operation: Operation, recordedAt: string, version: number, actor: { displayName: string | null, id: string, kind: ActorKind } | null, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource }, changes: Array<{ after: unknown, before: unknown, field: string, redacted: boolean }> };

type EntityVersionFields_UserVersion_Fragment = { __typename: 'UserVersion', entityId: string, entityType: string, operation: Operation, recordedAt: string, version: number, snapshot: UserFieldsFragment, actor: { displayName: string | null, id: string, kind: ActorKind } | null, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource }, changes: Array<{ after: unknown, before: unknown, field: string, redacted: boolean }> };

export type EntityVersionFieldsFragment =
  | EntityVersionFields_CommentVersion_Fragment
  | EntityVersionFields_PostVersion_Fragment
  | EntityVersionFields_TagVersion_Fragment
  | EntityVersionFields_UntypedVersion_Fragment
  | EntityVersionFields_UserVersion_Fragment
;

export type FieldBlameFieldsFragment = { before: number | null, field: string, recordedAt: string | null, redacted: boolean, value: unknown, version: number | null, actor: { displayName: string | null, id: string, kind: ActorKind } | null, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null };

export type FieldChangeFieldsFragment = { after: unknown, before: unknown, field: string, patch: string | null, redacted: boolean, links: { added: Array<{ id: string, name: string | null }>, removed: Array<{ id: string, name: string | null }> } | null, paths: Array<{ after: unknown, before: unknown, op: PathOperation, path: string }> | null };

export type LegalHoldFieldsFragment = { entityId: string, entityType: string, placedAt: string, reason: string, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource }, entity:
    | (
      { __typename: 'Comment', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
      & CommentFieldsFragment
    )
    | (
      { __typename: 'Post', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
      & PostFieldsFragment
    )
    | (
      { __typename: 'Tag', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
      & TagFieldsFragment
    )
    | (
      { __typename: 'User', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
      & UserFieldsFragment
    )
   | null };

export type LegalHoldPayloadFieldsFragment = { legalHold: { entityId: string, entityType: string, placedAt: string, reason: string, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource }, entity:
      | (
        { __typename: 'Comment', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
        & CommentFieldsFragment
      )
      | (
        { __typename: 'Post', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
        & PostFieldsFragment
      )
      | (
        { __typename: 'Tag', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
        & TagFieldsFragment
      )
      | (
        { __typename: 'User', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
        & UserFieldsFragment
      )
     | null } };

export type LineBlameFieldsFragment = { before: number | null, line: number, recordedAt: string | null, text: string, version: number | null, actor: { displayName: string | null, id: string, kind: ActorKind } | null, changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null };

type NodeFields_Comment_Fragment = (
  { __typename: 'Comment', id: string }
  & CommentFieldsFragment
);

type NodeFields_Post_Fragment = (
  { __typename: 'Post', id: string }
  & PostFieldsFragment
);

type NodeFields_Tag_Fragment = (
  { __typename: 'Tag', id: string }
  & TagFieldsFragment
);

type NodeFields_User_Fragment = (
  { __typename: 'User', id: string }
  & UserFieldsFragment
);

export type NodeFieldsFragment =
  | NodeFields_Comment_Fragment
  | NodeFields_Post_Fragment
  | NodeFields_Tag_Fragment
  | NodeFields_User_Fragment
;

export type PostFieldsFragment = { body: string, createdAt: string, deletedAt: string | null, id: string, key: string, metadata: Record<string, unknown> | null, publishedAt: string | null, slug: string, status: PostStatus, title: string, updatedAt: string, version: number, author: { id: string } | null, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, tags: Array<{ id: string, name: string }>, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null };

export type PostPayloadFieldsFragment = { changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null, post: PostFieldsFragment };

export type SignInPayloadFieldsFragment = { expiresAt: string, token: string, viewer: { id: string, role: Role, organization: { id: string, name: string, slug: string }, user: UserFieldsFragment | null } };

export type SnapshotFieldsFragment = { at: string, token: string };

export type TagFieldsFragment = { createdAt: string, deletedAt: string | null, id: string, key: string, name: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null };

export type TagPayloadFieldsFragment = { changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null, tag: TagFieldsFragment };

export type TrashItemFieldsFragment = { cascadeSize: number, deletedAt: string, purgeAt: string | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, entity:
    | (
      { __typename: 'Comment', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
      & CommentFieldsFragment
    )
    | (
      { __typename: 'Post', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
      & PostFieldsFragment
    )
    | (
      { __typename: 'Tag', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
      & TagFieldsFragment
    )
    | (
      { __typename: 'User', createdAt: string, deletedAt: string | null, id: string, key: string, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null }
      & UserFieldsFragment
    )
   };

export type UndoPayloadFieldsFragment = { changeSet: ChangeSetFieldsFragment };

export type UndoPlanFieldsFragment = { planHash: string, possible: boolean, changeSet: ChangeSetFieldsFragment, steps: Array<{ blockedBy: string | null, entityId: string, entityType: string, liftedBy: Array<string>, operation: Operation, changes: Array<{ after: unknown, before: unknown, field: string, redacted: boolean }>, conflicts: Array<{ base: unknown, field: string, theirs: unknown, yours: unknown }> }> };

export type UserFieldsFragment = { createdAt: string, deletedAt: string | null, displayName: string, email: string, id: string, key: string, role: Role, updatedAt: string, version: number, createdBy: { displayName: string | null, id: string, kind: ActorKind } | null, deletedBy: { displayName: string | null, id: string, kind: ActorKind } | null, updatedBy: { displayName: string | null, id: string, kind: ActorKind } | null };

export type UserPayloadFieldsFragment = { changeSet: { id: string, operationName: string | null, reason: string | null, recordedAt: string, requestId: string | null, source: ChangeSource } | null, user: UserFieldsFragment };

export type ViewerFieldsFragment = { id: string, role: Role, organization: { id: string, name: string, slug: string }, user: UserFieldsFragment | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AuditEntryFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment AuditEntryFields on AuditEntry {
  action
  actor {
    displayName
    id
    kind
  }
  after
  before
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  entityId
  entityType
  id
  occurredAt
  version
}
    `, {"fragmentName":"AuditEntryFields"}) as unknown as TypedDocumentString<AuditEntryFieldsFragment, unknown>;
export const CommentFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
    `, {"fragmentName":"CommentFields"}) as unknown as TypedDocumentString<CommentFieldsFragment, unknown>;
export const CommentPayloadFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CommentPayloadFields on CommentPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  comment {
    ...CommentFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"CommentPayloadFields"}) as unknown as TypedDocumentString<CommentPayloadFieldsFragment, unknown>;
export const EntityTypeFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EntityTypeFields on EntityType {
  fields {
    default
    isFilterable
    isList
    isNullable
    isOwner
    isRequired
    isSensitive
    isUnique
    kind
    name
    orderField
    shownAs
    target
    type
    values
  }
  label
  name
  plural
  singular
  write
}
    `, {"fragmentName":"EntityTypeFields"}) as unknown as TypedDocumentString<EntityTypeFieldsFragment, unknown>;
export const PostFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
    `, {"fragmentName":"PostFields"}) as unknown as TypedDocumentString<PostFieldsFragment, unknown>;
export const TagFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
    `, {"fragmentName":"TagFields"}) as unknown as TypedDocumentString<TagFieldsFragment, unknown>;
export const UserFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
    `, {"fragmentName":"UserFields"}) as unknown as TypedDocumentString<UserFieldsFragment, unknown>;
export const EntityVersionFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EntityVersionFields on EntityVersion {
  __typename
  actor {
    displayName
    id
    kind
  }
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  changes {
    after
    before
    field
    redacted
  }
  entityId
  entityType
  operation
  recordedAt
  version
  ... on CommentVersion {
    snapshot {
      ...CommentFields
    }
  }
  ... on PostVersion {
    snapshot {
      ...PostFields
    }
  }
  ... on TagVersion {
    snapshot {
      ...TagFields
    }
  }
  ... on UntypedVersion {
    state
  }
  ... on UserVersion {
    snapshot {
      ...UserFields
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"EntityVersionFields"}) as unknown as TypedDocumentString<EntityVersionFieldsFragment, unknown>;
export const FieldBlameFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment FieldBlameFields on FieldBlame {
  actor {
    displayName
    id
    kind
  }
  before
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  field
  recordedAt
  redacted
  value
  version
}
    `, {"fragmentName":"FieldBlameFields"}) as unknown as TypedDocumentString<FieldBlameFieldsFragment, unknown>;
export const FieldChangeFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment FieldChangeFields on FieldChange {
  after
  before
  field
  links {
    added {
      id
      name
    }
    removed {
      id
      name
    }
  }
  patch
  paths {
    after
    before
    op
    path
  }
  redacted
}
    `, {"fragmentName":"FieldChangeFields"}) as unknown as TypedDocumentString<FieldChangeFieldsFragment, unknown>;
export const LegalHoldFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LegalHoldFields on LegalHold {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  entity {
    __typename
    createdAt
    createdBy {
      displayName
      id
      kind
    }
    deletedAt
    deletedBy {
      displayName
      id
      kind
    }
    id
    key
    updatedAt
    updatedBy {
      displayName
      id
      kind
    }
    version
    ... on Comment {
      ...CommentFields
    }
    ... on Post {
      ...PostFields
    }
    ... on Tag {
      ...TagFields
    }
    ... on User {
      ...UserFields
    }
  }
  entityId
  entityType
  placedAt
  reason
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"LegalHoldFields"}) as unknown as TypedDocumentString<LegalHoldFieldsFragment, unknown>;
export const LegalHoldPayloadFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LegalHoldPayloadFields on LegalHoldPayload {
  legalHold {
    changeSet {
      id
      operationName
      reason
      recordedAt
      requestId
      source
    }
    entity {
      __typename
      createdAt
      createdBy {
        displayName
        id
        kind
      }
      deletedAt
      deletedBy {
        displayName
        id
        kind
      }
      id
      key
      updatedAt
      updatedBy {
        displayName
        id
        kind
      }
      version
      ... on Comment {
        ...CommentFields
      }
      ... on Post {
        ...PostFields
      }
      ... on Tag {
        ...TagFields
      }
      ... on User {
        ...UserFields
      }
    }
    entityId
    entityType
    placedAt
    reason
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"LegalHoldPayloadFields"}) as unknown as TypedDocumentString<LegalHoldPayloadFieldsFragment, unknown>;
export const LineBlameFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LineBlameFields on LineBlame {
  actor {
    displayName
    id
    kind
  }
  before
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  line
  recordedAt
  text
  version
}
    `, {"fragmentName":"LineBlameFields"}) as unknown as TypedDocumentString<LineBlameFieldsFragment, unknown>;
export const NodeFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment NodeFields on Node {
  __typename
  id
  ... on Comment {
    ...CommentFields
  }
  ... on Post {
    ...PostFields
  }
  ... on Tag {
    ...TagFields
  }
  ... on User {
    ...UserFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"NodeFields"}) as unknown as TypedDocumentString<NodeFieldsFragment, unknown>;
export const PostPayloadFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PostPayloadFields on PostPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  post {
    ...PostFields
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"PostPayloadFields"}) as unknown as TypedDocumentString<PostPayloadFieldsFragment, unknown>;
export const SignInPayloadFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SignInPayloadFields on SignInPayload {
  expiresAt
  token
  viewer {
    id
    organization {
      id
      name
      slug
    }
    role
    user {
      ...UserFields
    }
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"SignInPayloadFields"}) as unknown as TypedDocumentString<SignInPayloadFieldsFragment, unknown>;
export const SnapshotFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SnapshotFields on Snapshot {
  at
  token
}
    `, {"fragmentName":"SnapshotFields"}) as unknown as TypedDocumentString<SnapshotFieldsFragment, unknown>;
export const TagPayloadFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TagPayloadFields on TagPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  tag {
    ...TagFields
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"TagPayloadFields"}) as unknown as TypedDocumentString<TagPayloadFieldsFragment, unknown>;
export const TrashItemFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TrashItemFields on TrashItem {
  cascadeSize
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  entity {
    __typename
    createdAt
    createdBy {
      displayName
      id
      kind
    }
    deletedAt
    deletedBy {
      displayName
      id
      kind
    }
    id
    key
    updatedAt
    updatedBy {
      displayName
      id
      kind
    }
    version
    ... on Comment {
      ...CommentFields
    }
    ... on Post {
      ...PostFields
    }
    ... on Tag {
      ...TagFields
    }
    ... on User {
      ...UserFields
    }
  }
  purgeAt
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"TrashItemFields"}) as unknown as TypedDocumentString<TrashItemFieldsFragment, unknown>;
export const ChangeSetFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ChangeSetFields on ChangeSet {
  actor {
    displayName
    id
    kind
  }
  committedAt
  id
  operationName
  reason
  recordedAt
  requestId
  source
  undoes {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  undoneBy {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
}
    `, {"fragmentName":"ChangeSetFields"}) as unknown as TypedDocumentString<ChangeSetFieldsFragment, unknown>;
export const UndoPayloadFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment UndoPayloadFields on UndoPayload {
  changeSet {
    ...ChangeSetFields
  }
}
    fragment ChangeSetFields on ChangeSet {
  actor {
    displayName
    id
    kind
  }
  committedAt
  id
  operationName
  reason
  recordedAt
  requestId
  source
  undoes {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  undoneBy {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
}`, {"fragmentName":"UndoPayloadFields"}) as unknown as TypedDocumentString<UndoPayloadFieldsFragment, unknown>;
export const UndoPlanFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment UndoPlanFields on UndoPlan {
  changeSet {
    ...ChangeSetFields
  }
  planHash
  possible
  steps {
    blockedBy
    changes {
      after
      before
      field
      redacted
    }
    conflicts {
      base
      field
      theirs
      yours
    }
    entityId
    entityType
    liftedBy
    operation
  }
}
    fragment ChangeSetFields on ChangeSet {
  actor {
    displayName
    id
    kind
  }
  committedAt
  id
  operationName
  reason
  recordedAt
  requestId
  source
  undoes {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  undoneBy {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
}`, {"fragmentName":"UndoPlanFields"}) as unknown as TypedDocumentString<UndoPlanFieldsFragment, unknown>;
export const UserPayloadFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment UserPayloadFields on UserPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  user {
    ...UserFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"UserPayloadFields"}) as unknown as TypedDocumentString<UserPayloadFieldsFragment, unknown>;
export const ViewerFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ViewerFields on Viewer {
  id
  organization {
    id
    name
    slug
  }
  role
  user {
    ...UserFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`, {"fragmentName":"ViewerFields"}) as unknown as TypedDocumentString<ViewerFieldsFragment, unknown>;
export const AuditLogDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AuditLog($after: String, $before: String, $filter: AuditFilter, $first: Int, $last: Int) {
  auditLog(
    after: $after
    before: $before
    filter: $filter
    first: $first
    last: $last
  ) {
    nodes {
      ...AuditEntryFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment AuditEntryFields on AuditEntry {
  action
  actor {
    displayName
    id
    kind
  }
  after
  before
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  entityId
  entityType
  id
  occurredAt
  version
}`) as unknown as TypedDocumentString<AuditLogQuery, AuditLogQueryVariables>;
export const AllAuditLogDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllAuditLog($after: String, $before: String, $filter: AuditFilter, $first: Int, $last: Int) {
  auditLog(
    after: $after
    before: $before
    filter: $filter
    first: $first
    last: $last
  ) {
    nodes {
      ...AuditEntryFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment AuditEntryFields on AuditEntry {
  action
  actor {
    displayName
    id
    kind
  }
  after
  before
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  entityId
  entityType
  id
  occurredAt
  version
}`) as unknown as TypedDocumentString<AllAuditLogQuery, AllAuditLogQueryVariables>;
export const BlameDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Blame($fields: [String!], $id: ID!) {
  blame(fields: $fields, id: $id) {
    ...FieldBlameFields
  }
}
    fragment FieldBlameFields on FieldBlame {
  actor {
    displayName
    id
    kind
  }
  before
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  field
  recordedAt
  redacted
  value
  version
}`) as unknown as TypedDocumentString<BlameQuery, BlameQueryVariables>;
export const ChangeSetDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ChangeSet($id: ID!) {
  changeSet(id: $id) {
    ...ChangeSetFields
  }
}
    fragment ChangeSetFields on ChangeSet {
  actor {
    displayName
    id
    kind
  }
  committedAt
  id
  operationName
  reason
  recordedAt
  requestId
  source
  undoes {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  undoneBy {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
}`) as unknown as TypedDocumentString<ChangeSetQuery, ChangeSetQueryVariables>;
export const ChangeSetVersionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ChangeSetVersions($id: ID!, $after: String, $before: String, $first: Int, $last: Int) {
  changeSet(id: $id) {
    versions(after: $after, before: $before, first: $first, last: $last) {
      nodes {
        ...EntityVersionFields
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment EntityVersionFields on EntityVersion {
  __typename
  actor {
    displayName
    id
    kind
  }
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  changes {
    after
    before
    field
    redacted
  }
  entityId
  entityType
  operation
  recordedAt
  version
  ... on CommentVersion {
    snapshot {
      ...CommentFields
    }
  }
  ... on PostVersion {
    snapshot {
      ...PostFields
    }
  }
  ... on TagVersion {
    snapshot {
      ...TagFields
    }
  }
  ... on UntypedVersion {
    state
  }
  ... on UserVersion {
    snapshot {
      ...UserFields
    }
  }
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<ChangeSetVersionsQuery, ChangeSetVersionsQueryVariables>;
export const AllChangeSetVersionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllChangeSetVersions($id: ID!, $after: String, $before: String, $first: Int, $last: Int) {
  changeSet(id: $id) {
    versions(after: $after, before: $before, first: $first, last: $last) {
      nodes {
        ...EntityVersionFields
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment EntityVersionFields on EntityVersion {
  __typename
  actor {
    displayName
    id
    kind
  }
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  changes {
    after
    before
    field
    redacted
  }
  entityId
  entityType
  operation
  recordedAt
  version
  ... on CommentVersion {
    snapshot {
      ...CommentFields
    }
  }
  ... on PostVersion {
    snapshot {
      ...PostFields
    }
  }
  ... on TagVersion {
    snapshot {
      ...TagFields
    }
  }
  ... on UntypedVersion {
    state
  }
  ... on UserVersion {
    snapshot {
      ...UserFields
    }
  }
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllChangeSetVersionsQuery, AllChangeSetVersionsQueryVariables>;
export const ChangeSetsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ChangeSets($after: String, $before: String, $filter: ChangeSetFilter, $first: Int, $last: Int) {
  changeSets(
    after: $after
    before: $before
    filter: $filter
    first: $first
    last: $last
  ) {
    nodes {
      ...ChangeSetFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment ChangeSetFields on ChangeSet {
  actor {
    displayName
    id
    kind
  }
  committedAt
  id
  operationName
  reason
  recordedAt
  requestId
  source
  undoes {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  undoneBy {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
}`) as unknown as TypedDocumentString<ChangeSetsQuery, ChangeSetsQueryVariables>;
export const AllChangeSetsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllChangeSets($after: String, $before: String, $filter: ChangeSetFilter, $first: Int, $last: Int) {
  changeSets(
    after: $after
    before: $before
    filter: $filter
    first: $first
    last: $last
  ) {
    nodes {
      ...ChangeSetFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment ChangeSetFields on ChangeSet {
  actor {
    displayName
    id
    kind
  }
  committedAt
  id
  operationName
  reason
  recordedAt
  requestId
  source
  undoes {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  undoneBy {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
}`) as unknown as TypedDocumentString<AllChangeSetsQuery, AllChangeSetsQueryVariables>;
export const CommentDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Comment($asOf: AsOf, $deleted: DeletedFilter = EXCLUDE, $id: ID!) {
  comment(asOf: $asOf, deleted: $deleted, id: $id) {
    ...CommentFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<CommentQuery, CommentQueryVariables>;
export const CommentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Comments($after: String, $asOf: AsOf, $before: String, $deleted: DeletedFilter = EXCLUDE, $filter: CommentFilter, $first: Int, $last: Int, $orderBy: [CommentOrder!]) {
  comments(
    after: $after
    asOf: $asOf
    before: $before
    deleted: $deleted
    filter: $filter
    first: $first
    last: $last
    orderBy: $orderBy
  ) {
    nodes {
      ...CommentFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<CommentsQuery, CommentsQueryVariables>;
export const AllCommentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllComments($after: String, $asOf: AsOf, $before: String, $deleted: DeletedFilter = EXCLUDE, $filter: CommentFilter, $first: Int, $last: Int, $orderBy: [CommentOrder!]) {
  comments(
    after: $after
    asOf: $asOf
    before: $before
    deleted: $deleted
    filter: $filter
    first: $first
    last: $last
    orderBy: $orderBy
  ) {
    nodes {
      ...CommentFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllCommentsQuery, AllCommentsQueryVariables>;
export const DiffDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Diff($from: Int!, $id: ID!, $to: Int!) {
  diff(from: $from, id: $id, to: $to) {
    ...FieldChangeFields
  }
}
    fragment FieldChangeFields on FieldChange {
  after
  before
  field
  links {
    added {
      id
      name
    }
    removed {
      id
      name
    }
  }
  patch
  paths {
    after
    before
    op
    path
  }
  redacted
}`) as unknown as TypedDocumentString<DiffQuery, DiffQueryVariables>;
export const EntityTypesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query EntityTypes {
  entityTypes {
    ...EntityTypeFields
  }
}
    fragment EntityTypeFields on EntityType {
  fields {
    default
    isFilterable
    isList
    isNullable
    isOwner
    isRequired
    isSensitive
    isUnique
    kind
    name
    orderField
    shownAs
    target
    type
    values
  }
  label
  name
  plural
  singular
  write
}`) as unknown as TypedDocumentString<EntityTypesQuery, EntityTypesQueryVariables>;
export const HistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query History($after: String, $before: String, $filter: HistoryFilter, $first: Int, $id: ID!, $last: Int) {
  history(
    after: $after
    before: $before
    filter: $filter
    first: $first
    id: $id
    last: $last
  ) {
    nodes {
      ...EntityVersionFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment EntityVersionFields on EntityVersion {
  __typename
  actor {
    displayName
    id
    kind
  }
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  changes {
    after
    before
    field
    redacted
  }
  entityId
  entityType
  operation
  recordedAt
  version
  ... on CommentVersion {
    snapshot {
      ...CommentFields
    }
  }
  ... on PostVersion {
    snapshot {
      ...PostFields
    }
  }
  ... on TagVersion {
    snapshot {
      ...TagFields
    }
  }
  ... on UntypedVersion {
    state
  }
  ... on UserVersion {
    snapshot {
      ...UserFields
    }
  }
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<HistoryQuery, HistoryQueryVariables>;
export const AllHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllHistory($after: String, $before: String, $filter: HistoryFilter, $first: Int, $id: ID!, $last: Int) {
  history(
    after: $after
    before: $before
    filter: $filter
    first: $first
    id: $id
    last: $last
  ) {
    nodes {
      ...EntityVersionFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment EntityVersionFields on EntityVersion {
  __typename
  actor {
    displayName
    id
    kind
  }
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  changes {
    after
    before
    field
    redacted
  }
  entityId
  entityType
  operation
  recordedAt
  version
  ... on CommentVersion {
    snapshot {
      ...CommentFields
    }
  }
  ... on PostVersion {
    snapshot {
      ...PostFields
    }
  }
  ... on TagVersion {
    snapshot {
      ...TagFields
    }
  }
  ... on UntypedVersion {
    state
  }
  ... on UserVersion {
    snapshot {
      ...UserFields
    }
  }
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllHistoryQuery, AllHistoryQueryVariables>;
export const LegalHoldsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LegalHolds($after: String, $before: String, $first: Int, $last: Int) {
  legalHolds(after: $after, before: $before, first: $first, last: $last) {
    nodes {
      ...LegalHoldFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment LegalHoldFields on LegalHold {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  entity {
    __typename
    createdAt
    createdBy {
      displayName
      id
      kind
    }
    deletedAt
    deletedBy {
      displayName
      id
      kind
    }
    id
    key
    updatedAt
    updatedBy {
      displayName
      id
      kind
    }
    version
    ... on Comment {
      ...CommentFields
    }
    ... on Post {
      ...PostFields
    }
    ... on Tag {
      ...TagFields
    }
    ... on User {
      ...UserFields
    }
  }
  entityId
  entityType
  placedAt
  reason
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<LegalHoldsQuery, LegalHoldsQueryVariables>;
export const AllLegalHoldsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllLegalHolds($after: String, $before: String, $first: Int, $last: Int) {
  legalHolds(after: $after, before: $before, first: $first, last: $last) {
    nodes {
      ...LegalHoldFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment LegalHoldFields on LegalHold {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  entity {
    __typename
    createdAt
    createdBy {
      displayName
      id
      kind
    }
    deletedAt
    deletedBy {
      displayName
      id
      kind
    }
    id
    key
    updatedAt
    updatedBy {
      displayName
      id
      kind
    }
    version
    ... on Comment {
      ...CommentFields
    }
    ... on Post {
      ...PostFields
    }
    ... on Tag {
      ...TagFields
    }
    ... on User {
      ...UserFields
    }
  }
  entityId
  entityType
  placedAt
  reason
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllLegalHoldsQuery, AllLegalHoldsQueryVariables>;
export const LineBlameDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LineBlame($field: String!, $id: ID!) {
  lineBlame(field: $field, id: $id) {
    ...LineBlameFields
  }
}
    fragment LineBlameFields on LineBlame {
  actor {
    displayName
    id
    kind
  }
  before
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  line
  recordedAt
  text
  version
}`) as unknown as TypedDocumentString<LineBlameQuery, LineBlameQueryVariables>;
export const NodeDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Node($asOf: AsOf, $id: ID!) {
  node(asOf: $asOf, id: $id) {
    ...NodeFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment NodeFields on Node {
  __typename
  id
  ... on Comment {
    ...CommentFields
  }
  ... on Post {
    ...PostFields
  }
  ... on Tag {
    ...TagFields
  }
  ... on User {
    ...UserFields
  }
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<NodeQuery, NodeQueryVariables>;
export const PostDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Post($asOf: AsOf, $deleted: DeletedFilter = EXCLUDE, $id: ID!) {
  post(asOf: $asOf, deleted: $deleted, id: $id) {
    ...PostFields
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<PostQuery, PostQueryVariables>;
export const PostCommentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PostComments($asOf: AsOf, $id: ID!, $after: String, $before: String, $deleted: DeletedFilter = EXCLUDE, $first: Int, $last: Int) {
  post(asOf: $asOf, id: $id) {
    comments(
      after: $after
      before: $before
      deleted: $deleted
      first: $first
      last: $last
    ) {
      nodes {
        ...CommentFields
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<PostCommentsQuery, PostCommentsQueryVariables>;
export const AllPostCommentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllPostComments($asOf: AsOf, $id: ID!, $after: String, $before: String, $deleted: DeletedFilter = EXCLUDE, $first: Int, $last: Int) {
  post(asOf: $asOf, id: $id) {
    comments(
      after: $after
      before: $before
      deleted: $deleted
      first: $first
      last: $last
    ) {
      nodes {
        ...CommentFields
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllPostCommentsQuery, AllPostCommentsQueryVariables>;
export const PostsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Posts($after: String, $asOf: AsOf, $before: String, $deleted: DeletedFilter = EXCLUDE, $filter: PostFilter, $first: Int, $last: Int, $orderBy: [PostOrder!]) {
  posts(
    after: $after
    asOf: $asOf
    before: $before
    deleted: $deleted
    filter: $filter
    first: $first
    last: $last
    orderBy: $orderBy
  ) {
    nodes {
      ...PostFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<PostsQuery, PostsQueryVariables>;
export const AllPostsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllPosts($after: String, $asOf: AsOf, $before: String, $deleted: DeletedFilter = EXCLUDE, $filter: PostFilter, $first: Int, $last: Int, $orderBy: [PostOrder!]) {
  posts(
    after: $after
    asOf: $asOf
    before: $before
    deleted: $deleted
    filter: $filter
    first: $first
    last: $last
    orderBy: $orderBy
  ) {
    nodes {
      ...PostFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllPostsQuery, AllPostsQueryVariables>;
export const SnapshotDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Snapshot {
  snapshot {
    ...SnapshotFields
  }
}
    fragment SnapshotFields on Snapshot {
  at
  token
}`) as unknown as TypedDocumentString<SnapshotQuery, SnapshotQueryVariables>;
export const TagDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Tag($asOf: AsOf, $deleted: DeletedFilter = EXCLUDE, $id: ID!) {
  tag(asOf: $asOf, deleted: $deleted, id: $id) {
    ...TagFields
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<TagQuery, TagQueryVariables>;
export const TagsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Tags($after: String, $asOf: AsOf, $before: String, $deleted: DeletedFilter = EXCLUDE, $filter: TagFilter, $first: Int, $last: Int, $orderBy: [TagOrder!]) {
  tags(
    after: $after
    asOf: $asOf
    before: $before
    deleted: $deleted
    filter: $filter
    first: $first
    last: $last
    orderBy: $orderBy
  ) {
    nodes {
      ...TagFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<TagsQuery, TagsQueryVariables>;
export const AllTagsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllTags($after: String, $asOf: AsOf, $before: String, $deleted: DeletedFilter = EXCLUDE, $filter: TagFilter, $first: Int, $last: Int, $orderBy: [TagOrder!]) {
  tags(
    after: $after
    asOf: $asOf
    before: $before
    deleted: $deleted
    filter: $filter
    first: $first
    last: $last
    orderBy: $orderBy
  ) {
    nodes {
      ...TagFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllTagsQuery, AllTagsQueryVariables>;
export const TrashDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Trash($after: String, $asOf: AsOf, $before: String, $first: Int, $last: Int, $types: [String!]) {
  trash(
    after: $after
    asOf: $asOf
    before: $before
    first: $first
    last: $last
    types: $types
  ) {
    nodes {
      ...TrashItemFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TrashItemFields on TrashItem {
  cascadeSize
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  entity {
    __typename
    createdAt
    createdBy {
      displayName
      id
      kind
    }
    deletedAt
    deletedBy {
      displayName
      id
      kind
    }
    id
    key
    updatedAt
    updatedBy {
      displayName
      id
      kind
    }
    version
    ... on Comment {
      ...CommentFields
    }
    ... on Post {
      ...PostFields
    }
    ... on Tag {
      ...TagFields
    }
    ... on User {
      ...UserFields
    }
  }
  purgeAt
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<TrashQuery, TrashQueryVariables>;
export const AllTrashDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllTrash($after: String, $asOf: AsOf, $before: String, $first: Int, $last: Int, $types: [String!]) {
  trash(
    after: $after
    asOf: $asOf
    before: $before
    first: $first
    last: $last
    types: $types
  ) {
    nodes {
      ...TrashItemFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TrashItemFields on TrashItem {
  cascadeSize
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  entity {
    __typename
    createdAt
    createdBy {
      displayName
      id
      kind
    }
    deletedAt
    deletedBy {
      displayName
      id
      kind
    }
    id
    key
    updatedAt
    updatedBy {
      displayName
      id
      kind
    }
    version
    ... on Comment {
      ...CommentFields
    }
    ... on Post {
      ...PostFields
    }
    ... on Tag {
      ...TagFields
    }
    ... on User {
      ...UserFields
    }
  }
  purgeAt
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllTrashQuery, AllTrashQueryVariables>;
export const UndoPlanDocument = /*#__PURE__*/ new TypedDocumentString(`
    query UndoPlan($changeSet: ID!, $only: [ID!], $resolutions: [UndoResolution!]) {
  undoPlan(changeSet: $changeSet, only: $only, resolutions: $resolutions) {
    ...UndoPlanFields
  }
}
    fragment ChangeSetFields on ChangeSet {
  actor {
    displayName
    id
    kind
  }
  committedAt
  id
  operationName
  reason
  recordedAt
  requestId
  source
  undoes {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  undoneBy {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
}
fragment UndoPlanFields on UndoPlan {
  changeSet {
    ...ChangeSetFields
  }
  planHash
  possible
  steps {
    blockedBy
    changes {
      after
      before
      field
      redacted
    }
    conflicts {
      base
      field
      theirs
      yours
    }
    entityId
    entityType
    liftedBy
    operation
  }
}`) as unknown as TypedDocumentString<UndoPlanQuery, UndoPlanQueryVariables>;
export const UserDocument = /*#__PURE__*/ new TypedDocumentString(`
    query User($asOf: AsOf, $deleted: DeletedFilter = EXCLUDE, $id: ID!) {
  user(asOf: $asOf, deleted: $deleted, id: $id) {
    ...UserFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<UserQuery, UserQueryVariables>;
export const UserPostsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query UserPosts($asOf: AsOf, $id: ID!, $after: String, $before: String, $deleted: DeletedFilter = EXCLUDE, $first: Int, $last: Int) {
  user(asOf: $asOf, id: $id) {
    posts(
      after: $after
      before: $before
      deleted: $deleted
      first: $first
      last: $last
    ) {
      nodes {
        ...PostFields
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<UserPostsQuery, UserPostsQueryVariables>;
export const AllUserPostsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllUserPosts($asOf: AsOf, $id: ID!, $after: String, $before: String, $deleted: DeletedFilter = EXCLUDE, $first: Int, $last: Int) {
  user(asOf: $asOf, id: $id) {
    posts(
      after: $after
      before: $before
      deleted: $deleted
      first: $first
      last: $last
    ) {
      nodes {
        ...PostFields
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllUserPostsQuery, AllUserPostsQueryVariables>;
export const UsersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Users($after: String, $asOf: AsOf, $before: String, $deleted: DeletedFilter = EXCLUDE, $filter: UserFilter, $first: Int, $last: Int, $orderBy: [UserOrder!]) {
  users(
    after: $after
    asOf: $asOf
    before: $before
    deleted: $deleted
    filter: $filter
    first: $first
    last: $last
    orderBy: $orderBy
  ) {
    nodes {
      ...UserFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    totalCount
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<UsersQuery, UsersQueryVariables>;
export const AllUsersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AllUsers($after: String, $asOf: AsOf, $before: String, $deleted: DeletedFilter = EXCLUDE, $filter: UserFilter, $first: Int, $last: Int, $orderBy: [UserOrder!]) {
  users(
    after: $after
    asOf: $asOf
    before: $before
    deleted: $deleted
    filter: $filter
    first: $first
    last: $last
    orderBy: $orderBy
  ) {
    nodes {
      ...UserFields
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<AllUsersQuery, AllUsersQueryVariables>;
export const VersionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Version($id: ID!, $version: Int!) {
  version(id: $id, version: $version) {
    ...EntityVersionFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment EntityVersionFields on EntityVersion {
  __typename
  actor {
    displayName
    id
    kind
  }
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  changes {
    after
    before
    field
    redacted
  }
  entityId
  entityType
  operation
  recordedAt
  version
  ... on CommentVersion {
    snapshot {
      ...CommentFields
    }
  }
  ... on PostVersion {
    snapshot {
      ...PostFields
    }
  }
  ... on TagVersion {
    snapshot {
      ...TagFields
    }
  }
  ... on UntypedVersion {
    state
  }
  ... on UserVersion {
    snapshot {
      ...UserFields
    }
  }
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<VersionQuery, VersionQueryVariables>;
export const ViewerDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Viewer {
  viewer {
    ...ViewerFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment ViewerFields on Viewer {
  id
  organization {
    id
    name
    slug
  }
  role
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const CreateCommentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateComment($input: CreateCommentInput!) {
  createComment(input: $input) {
    ...CommentPayloadFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment CommentPayloadFields on CommentPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  comment {
    ...CommentFields
  }
}`) as unknown as TypedDocumentString<CreateCommentMutation, CreateCommentMutationVariables>;
export const CreatePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreatePost($input: CreatePostInput!) {
  createPost(input: $input) {
    ...PostPayloadFields
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostPayloadFields on PostPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  post {
    ...PostFields
  }
}`) as unknown as TypedDocumentString<CreatePostMutation, CreatePostMutationVariables>;
export const CreateTagDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateTag($input: CreateTagInput!) {
  createTag(input: $input) {
    ...TagPayloadFields
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagPayloadFields on TagPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  tag {
    ...TagFields
  }
}`) as unknown as TypedDocumentString<CreateTagMutation, CreateTagMutationVariables>;
export const CreateUserDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateUser($input: CreateUserInput!) {
  createUser(input: $input) {
    ...UserPayloadFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserPayloadFields on UserPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<CreateUserMutation, CreateUserMutationVariables>;
export const DeleteCommentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteComment($input: DeleteCommentInput!) {
  deleteComment(input: $input) {
    ...CommentPayloadFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment CommentPayloadFields on CommentPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  comment {
    ...CommentFields
  }
}`) as unknown as TypedDocumentString<DeleteCommentMutation, DeleteCommentMutationVariables>;
export const DeletePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeletePost($input: DeletePostInput!) {
  deletePost(input: $input) {
    ...PostPayloadFields
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostPayloadFields on PostPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  post {
    ...PostFields
  }
}`) as unknown as TypedDocumentString<DeletePostMutation, DeletePostMutationVariables>;
export const DeleteTagDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteTag($input: DeleteTagInput!) {
  deleteTag(input: $input) {
    ...TagPayloadFields
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagPayloadFields on TagPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  tag {
    ...TagFields
  }
}`) as unknown as TypedDocumentString<DeleteTagMutation, DeleteTagMutationVariables>;
export const DeleteUserDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteUser($input: DeleteUserInput!) {
  deleteUser(input: $input) {
    ...UserPayloadFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserPayloadFields on UserPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<DeleteUserMutation, DeleteUserMutationVariables>;
export const PlaceLegalHoldDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PlaceLegalHold($input: LegalHoldInput!) {
  placeLegalHold(input: $input) {
    ...LegalHoldPayloadFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment LegalHoldPayloadFields on LegalHoldPayload {
  legalHold {
    changeSet {
      id
      operationName
      reason
      recordedAt
      requestId
      source
    }
    entity {
      __typename
      createdAt
      createdBy {
        displayName
        id
        kind
      }
      deletedAt
      deletedBy {
        displayName
        id
        kind
      }
      id
      key
      updatedAt
      updatedBy {
        displayName
        id
        kind
      }
      version
      ... on Comment {
        ...CommentFields
      }
      ... on Post {
        ...PostFields
      }
      ... on Tag {
        ...TagFields
      }
      ... on User {
        ...UserFields
      }
    }
    entityId
    entityType
    placedAt
    reason
  }
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<PlaceLegalHoldMutation, PlaceLegalHoldMutationVariables>;
export const PurgeCommentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PurgeComment($input: DeleteCommentInput!) {
  purgeComment(input: $input) {
    ...CommentPayloadFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment CommentPayloadFields on CommentPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  comment {
    ...CommentFields
  }
}`) as unknown as TypedDocumentString<PurgeCommentMutation, PurgeCommentMutationVariables>;
export const PurgePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PurgePost($input: DeletePostInput!) {
  purgePost(input: $input) {
    ...PostPayloadFields
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostPayloadFields on PostPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  post {
    ...PostFields
  }
}`) as unknown as TypedDocumentString<PurgePostMutation, PurgePostMutationVariables>;
export const PurgeTagDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PurgeTag($input: DeleteTagInput!) {
  purgeTag(input: $input) {
    ...TagPayloadFields
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagPayloadFields on TagPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  tag {
    ...TagFields
  }
}`) as unknown as TypedDocumentString<PurgeTagMutation, PurgeTagMutationVariables>;
export const PurgeUserDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PurgeUser($input: DeleteUserInput!) {
  purgeUser(input: $input) {
    ...UserPayloadFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserPayloadFields on UserPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<PurgeUserMutation, PurgeUserMutationVariables>;
export const ReleaseLegalHoldDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ReleaseLegalHold($input: LegalHoldInput!) {
  releaseLegalHold(input: $input) {
    ...LegalHoldPayloadFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment LegalHoldPayloadFields on LegalHoldPayload {
  legalHold {
    changeSet {
      id
      operationName
      reason
      recordedAt
      requestId
      source
    }
    entity {
      __typename
      createdAt
      createdBy {
        displayName
        id
        kind
      }
      deletedAt
      deletedBy {
        displayName
        id
        kind
      }
      id
      key
      updatedAt
      updatedBy {
        displayName
        id
        kind
      }
      version
      ... on Comment {
        ...CommentFields
      }
      ... on Post {
        ...PostFields
      }
      ... on Tag {
        ...TagFields
      }
      ... on User {
        ...UserFields
      }
    }
    entityId
    entityType
    placedAt
    reason
  }
}
fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<ReleaseLegalHoldMutation, ReleaseLegalHoldMutationVariables>;
export const RestoreCommentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestoreComment($input: RestoreCommentInput!) {
  restoreComment(input: $input) {
    ...CommentPayloadFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment CommentPayloadFields on CommentPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  comment {
    ...CommentFields
  }
}`) as unknown as TypedDocumentString<RestoreCommentMutation, RestoreCommentMutationVariables>;
export const RestorePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestorePost($input: RestorePostInput!) {
  restorePost(input: $input) {
    ...PostPayloadFields
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostPayloadFields on PostPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  post {
    ...PostFields
  }
}`) as unknown as TypedDocumentString<RestorePostMutation, RestorePostMutationVariables>;
export const RestoreTagDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestoreTag($input: RestoreTagInput!) {
  restoreTag(input: $input) {
    ...TagPayloadFields
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagPayloadFields on TagPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  tag {
    ...TagFields
  }
}`) as unknown as TypedDocumentString<RestoreTagMutation, RestoreTagMutationVariables>;
export const RestoreUserDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestoreUser($input: RestoreUserInput!) {
  restoreUser(input: $input) {
    ...UserPayloadFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserPayloadFields on UserPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<RestoreUserMutation, RestoreUserMutationVariables>;
export const RevertCommentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevertComment($input: RevertCommentInput!) {
  revertComment(input: $input) {
    ...CommentPayloadFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment CommentPayloadFields on CommentPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  comment {
    ...CommentFields
  }
}`) as unknown as TypedDocumentString<RevertCommentMutation, RevertCommentMutationVariables>;
export const RevertPostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevertPost($input: RevertPostInput!) {
  revertPost(input: $input) {
    ...PostPayloadFields
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostPayloadFields on PostPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  post {
    ...PostFields
  }
}`) as unknown as TypedDocumentString<RevertPostMutation, RevertPostMutationVariables>;
export const RevertTagDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevertTag($input: RevertTagInput!) {
  revertTag(input: $input) {
    ...TagPayloadFields
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagPayloadFields on TagPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  tag {
    ...TagFields
  }
}`) as unknown as TypedDocumentString<RevertTagMutation, RevertTagMutationVariables>;
export const RevertUserDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevertUser($input: RevertUserInput!) {
  revertUser(input: $input) {
    ...UserPayloadFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserPayloadFields on UserPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<RevertUserMutation, RevertUserMutationVariables>;
export const SignInDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    ...SignInPayloadFields
  }
}
    fragment SignInPayloadFields on SignInPayload {
  expiresAt
  token
  viewer {
    id
    organization {
      id
      name
      slug
    }
    role
    user {
      ...UserFields
    }
  }
}
fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}`) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const UndoDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Undo($input: UndoInput!) {
  undo(input: $input) {
    ...UndoPayloadFields
  }
}
    fragment ChangeSetFields on ChangeSet {
  actor {
    displayName
    id
    kind
  }
  committedAt
  id
  operationName
  reason
  recordedAt
  requestId
  source
  undoes {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  undoneBy {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
}
fragment UndoPayloadFields on UndoPayload {
  changeSet {
    ...ChangeSetFields
  }
}`) as unknown as TypedDocumentString<UndoMutation, UndoMutationVariables>;
export const UpdateCommentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateComment($input: UpdateCommentInput!) {
  updateComment(input: $input) {
    ...CommentPayloadFields
  }
}
    fragment CommentFields on Comment {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  post {
    id
  }
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment CommentPayloadFields on CommentPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  comment {
    ...CommentFields
  }
}`) as unknown as TypedDocumentString<UpdateCommentMutation, UpdateCommentMutationVariables>;
export const UpdatePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdatePost($input: UpdatePostInput!) {
  updatePost(input: $input) {
    ...PostPayloadFields
  }
}
    fragment PostFields on Post {
  author {
    id
  }
  body
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  metadata
  publishedAt
  slug
  status
  tags {
    id
    name
  }
  title
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment PostPayloadFields on PostPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  post {
    ...PostFields
  }
}`) as unknown as TypedDocumentString<UpdatePostMutation, UpdatePostMutationVariables>;
export const UpdateTagDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateTag($input: UpdateTagInput!) {
  updateTag(input: $input) {
    ...TagPayloadFields
  }
}
    fragment TagFields on Tag {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  id
  key
  name
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment TagPayloadFields on TagPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  tag {
    ...TagFields
  }
}`) as unknown as TypedDocumentString<UpdateTagMutation, UpdateTagMutationVariables>;
export const UpdateUserDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateUser($input: UpdateUserInput!) {
  updateUser(input: $input) {
    ...UserPayloadFields
  }
}
    fragment UserFields on User {
  createdAt
  createdBy {
    displayName
    id
    kind
  }
  deletedAt
  deletedBy {
    displayName
    id
    kind
  }
  displayName
  email
  id
  key
  role
  updatedAt
  updatedBy {
    displayName
    id
    kind
  }
  version
}
fragment UserPayloadFields on UserPayload {
  changeSet {
    id
    operationName
    reason
    recordedAt
    requestId
    source
  }
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<UpdateUserMutation, UpdateUserMutationVariables>;