import 'reflect-metadata';
import { type GraphQLSchema } from 'graphql';
import { type AuthChecker, buildSchema as build, type NonEmptyArray } from 'type-graphql';
import { resolvers as ofModules } from '../modules/registry.js';
import {
  AuditResolver,
  BlameResolver,
  ChangeSetResolver,
  DateTime,
  EntityTypesResolver,
  HistoryResolver,
  LegalHoldResolver,
  SnapshotResolver,
  TrashResolver,
  UndoResolver,
  VersionedFieldsResolver,
} from '../versioning/index.js';
import { declareAccess } from './declare-access.js';
import { declareDerivedChanges } from './declare-derived-changes.js';
import { declareDirectFields } from './declare-direct-fields.js';
import { declareInstants } from './declare-instants.js';
import { refuseGuardedFields } from './refuse-guarded-fields.js';

const kernel = [
  EntityTypesResolver,
  HistoryResolver,
  SnapshotResolver,
  ChangeSetResolver,
  BlameResolver,
  TrashResolver,
  UndoResolver,
  LegalHoldResolver,
  AuditResolver,
  VersionedFieldsResolver,
];

/**
 * The schema of the kernel and all modules.
 *
 * @param authChecker decides whether a caller satisfies a field's `@Authorized` word
 * @param additionalResolvers besides the modules' own: for tests with entities of their own
 * @throws DeclarationError for what is declared and cannot be
 */
export async function buildSchema(
  authChecker: AuthChecker<never>,
  additionalResolvers: readonly Function[] = [],
): Promise<GraphQLSchema> {
  const resolvers = [...kernel, ...ofModules, ...additionalResolvers];
  const schema = await build({
    resolvers: resolvers as unknown as NonEmptyArray<Function>,
    authChecker: authChecker as never,
    validate: false,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    emitSchemaFile: false,
  });
  refuseGuardedFields();
  declareAccess(schema);
  declareDerivedChanges(schema);
  declareDirectFields(schema);
  declareInstants(schema);
  return schema;
}
