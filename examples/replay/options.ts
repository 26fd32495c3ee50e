import { parseArgs } from 'node:util';

/** What the program was asked to do. */
export interface ReplayOptions {
  readonly file: string;
  readonly url: string;
  readonly token: string;
}

export const usage = `Usage: npm run replay -- <revisions file> --token <token> [--url http://127.0.0.1:4000/graphql]

Replays a history of files through the API of a Palimpsest server: a file is a post, a commit is one mutation operation.
Then it compares every version that the server keeps with the file at that commit. Exits with 0 where all are equal.

  --token  of an EDITOR or ADMIN, as npm run cli -- token prints it
  --url    of the GraphQL endpoint`;

/** Wrong arguments. The message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line.
 *
 * @returns 'help' where help is asked for
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): ReplayOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [file, ...others] = positionals;
  if (file === undefined) throw new UsageError('Name the revisions file to replay.');
  if (others.length > 0) throw new UsageError('Name one revisions file only.');
  if (values.token === undefined) throw new UsageError('Give a token with --token.');
  if (!URL.canParse(values.url)) throw new UsageError(`--url ${values.url} is no URL.`);
  return { file, url: values.url, token: values.token };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
        token: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message);
  }
}
