import { Field, Int, ObjectType } from 'type-graphql';
import type { Page } from '../../read/lists/page.js';
import { method, namedClass } from '../declaration/named-class.js';

@ObjectType()
export class PageInfo {
  constructor(private readonly page: Page<unknown>) {}

  @Field(() => String, { nullable: true })
  startCursor(): string | null {
    return this.page.items[0]?.cursor ?? null;
  }

  @Field(() => String, { nullable: true })
  endCursor(): string | null {
    return this.page.items.at(-1)?.cursor ?? null;
  }

  @Field(() => Boolean)
  hasNextPage(): Promise<boolean> {
    return this.page.hasNextPage();
  }

  @Field(() => Boolean)
  hasPreviousPage(): Promise<boolean> {
    return this.page.hasPreviousPage();
  }
}

/** A page in the form of the Relay connection specification. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  totalCount(): Promise<number>;
}

/** Its parts are made when they are asked for: most operations ask for one of them. */
class PageConnection<T, N> {
  #nodes: readonly N[] | undefined;

  constructor(
    readonly page: Page<T>,
    private readonly toNode: (item: T) => N,
  ) {}

  get nodes(): readonly N[] {
    return (this.#nodes ??= this.page.items.map(({ item }) => this.toNode(item)));
  }

  get edges(): Connection<N>['edges'] {
    const { nodes } = this;
    return this.page.items.map((item, n) => ({
      node: nodes[n]!,
      get cursor() {
        return item.cursor;
      },
    }));
  }

  get pageInfo(): PageInfo {
    return new PageInfo(this.page);
  }
}

const connections = new Map<object, new () => object>();

/**
 * The connection type over an object or interface type, made on first use: `PostConnection` for `Post`.
 *
 * @param name where the GraphQL name of the type is not that of its class
 */
export function connectionOf(node: { name: string; prototype: object }, name = node.name): new () => object {
  let connection = connections.get(node);
  if (!connection) {
    connection = makeConnection(node, name);
    connections.set(node, connection);
  }
  return connection;
}

function makeConnection(node: object, name: string): new () => object {
  const Edge = namedClass(`${name}Edge`);
  Field(() => String)(Edge.prototype as object, 'cursor');
  Field(() => node as never)(Edge.prototype as object, 'node');
  ObjectType(`${name}Edge`)(Edge);

  const Connection = namedClass(`${name}Connection`, PageConnection as never);
  Field(() => [Edge])(Connection.prototype as object, 'edges');
  Field(() => [node as never])(Connection.prototype as object, 'nodes');
  Field(() => PageInfo)(Connection.prototype as object, 'pageInfo');
  method(
    Connection,
    'totalCount',
    function (this: PageConnection<unknown, unknown>) {
      return this.page.totalCount();
    },
    Field(() => Int),
  );
  ObjectType(`${name}Connection`)(Connection);
  return Connection;
}

/** A page as an instance of its connection type. */
export function toConnection<T, N = T>(
  type: new () => object,
  page: Page<T>,
  toNode: (item: T) => N = (item) => item as never,
): Connection<N> {
  return new (type as new (...of: unknown[]) => Connection<N>)(page, toNode);
}
