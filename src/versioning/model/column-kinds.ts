import { ReferenceKind } from '@mikro-orm/core';

/** The kinds of properties that are columns of their entity's own table. */
export const columnKinds: ReadonlySet<ReferenceKind> = new Set([ReferenceKind.SCALAR, ReferenceKind.MANY_TO_ONE]);
