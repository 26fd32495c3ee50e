import { GraphQLError } from 'graphql';
import { errorChain, isDriverError } from '../../versioning/index.js';

/** What the log may say of an error. */
export interface ErrorDescription {
  type: string;
  message: string;
  code?: string;
  constraint?: string;
  table?: string;
  routine?: string;
  stack: string[];
  cause?: ErrorDescription;
}

/** Errors of the language name identifiers of the program in their messages, never data. */
const languageErrors: ReadonlySet<string> = new Set(['TypeError', 'ReferenceError']);

/**
 * Describes an error and its causes for the log without the data that messages carry: MikroORM puts the whole SQL text
 * with all its values into them, PostgreSQL the failing row.
 */
export function describeError(error: unknown): ErrorDescription {
  const chain = errorChain(error).filter((link) => !isWrapper(link));
  const sql = chain.find(isDriverError)?.message;
  const [outermost, ...causes] = chain.map((link) => describe(link, sql));
  if (!outermost) return { type: typeof error, message: 'Something was thrown that is no error.', stack: [] };
  causes.reduce((outer, cause) => (outer.cause = cause), outermost);
  return outermost;
}

/** @param sql the message with which the driver failed, if it did */
function describe(error: Error, sql: string | undefined): ErrorDescription {
  return {
    type: error.name,
    message: sql !== undefined && error.message.includes(sql) ? 'PostgreSQL refused a statement.' : messageOf(error),
    ...textOf(error, 'code'),
    ...textOf(error, 'constraint'),
    ...textOf(error, 'table'),
    ...textOf(error, 'routine'),
    // The first lines of a stack repeat the message.
    stack: (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)),
  };
}

/** graphql-js repeats the message of what a resolver threw. */
function isWrapper(error: Error): boolean {
  return error instanceof GraphQLError && error.originalError !== undefined;
}

function messageOf(error: Error): string {
  if (languageErrors.has(error.name)) return error.message;
  const firstLine = error.message.split('\n', 1)[0] ?? '';
  return firstLine.replace(/ value: .*$/, ' value.').replace(/(["'`{[]).*["'`}\]]/, '$1...');
}

function textOf<K extends string>(error: Error, key: K): { [key in K]?: string } {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? ({ [key]: value } as { [key in K]?: string }) : {};
}
