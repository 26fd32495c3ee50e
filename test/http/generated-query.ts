/** Makes queries at random, each the same for the same seed. */
export class GeneratedQueries {
  #state: number;
  #variables = new Map<string, { readonly type: string; readonly values: readonly unknown[] }>();
  #fragments: string[] = [];
  #aliases = 0;

  constructor(
    seed: number,
    private readonly ids: {
      readonly posts: readonly string[];
      readonly users: readonly string[];
      readonly changeSets?: readonly string[];
    },
    /** Whether it asks what actors are called, which is so now, whatever is asked as of. */
    private readonly names = true,
  ) {
    this.#state = seed;
  }

  /** A query with its variables, and others of which some are of the same shape. */
  next(): { query: string; variables: Record<string, unknown>; others: readonly Record<string, unknown>[] } {
    this.#variables = new Map();
    this.#fragments = [];
    this.#aliases = 0;
    const fields = this.some(1, 3, () => this.#root()).join('\n');
    const hasDefault = ({ type }: { readonly type: string }) => type === 'Int';
    const declared = [...this.#variables]
      .map(([name, of]) => `$${name}: ${of.type}${hasDefault(of) ? ` = ${String(of.values[0])}` : ''}`)
      .join(', ');
    const query = `query ${declared && `(${declared})`} {\n${fields}\n}\n${this.#fragments.join('\n')}`;
    const valuesOf = (n: number) =>
      Object.fromEntries([...this.#variables].map(([name, { values }]) => [name, values[n % values.length]]));
    const withDefaults = Object.fromEntries(
      Object.entries(valuesOf(2)).filter(([name]) => !hasDefault(this.#variables.get(name)!)),
    );
    return { query, variables: valuesOf(0), others: this.#variables.size > 0 ? [valuesOf(1), withDefaults] : [] };
  }

  #root(): string {
    return this.one([
      () =>
        `${this.#alias()}posts${this.#args([...this.#page(), ...this.#listArgs(), ...this.#asOf()])} ${this.#connection('Post', 3)}`,
      () => `${this.#alias()}users${this.#args([...this.#page(), ...this.#asOf()])} ${this.#connection('User', 3)}`,
      () =>
        `${this.#alias()}comments${this.#args([...this.#page(), ...this.#asOf()])} ${this.#connection('Comment', 3)}`,
      () =>
        `${this.#alias()}post(id: ${this.#value('ID!', ...Array.from({ length: 3 }, () => this.#id(this.ids.posts)))}) ${this.#record('Post', 3)}`,
      () => `${this.#alias()}user(id: "${this.#id(this.ids.users)}", deleted: INCLUDE) ${this.#record('User', 3)}`,
      () =>
        `${this.#alias()}node(id: ${this.#value('ID!', this.#id(this.ids.posts), this.#id(this.ids.users), this.#id(this.ids.posts))}${this.#asOf()
          .map((instant) => `, ${instant}`)
          .join(
            '',
          )}) { id ... on Post ${this.#record('Post', 2)} ${this.maybe(`... on User ${this.#record('User', 2)}`)} }`,
      () =>
        `${this.#alias()}history(id: "${this.#id(this.ids.posts)}"${this.maybe(', first: 2')}${this.maybe(this.#historyFilter())}) ${this.#versions(2)}`,
      () =>
        `${this.#alias()}version(id: ${this.#value('ID!', ...Array.from({ length: 3 }, () => this.#id(this.ids.posts)))}, version: ${this.int(1, 3)}) ${this.#version(2)}`,
      () => `${this.#alias()}changeSet(id: "${this.#id(this.ids.changeSets ?? [])}") ${this.#changeSet(2)}`,
      () =>
        `${this.#alias()}changeSets(first: ${this.int(1, 5)}${this.maybe(this.#changeSetFilter())}) { nodes { id reason actor { id } ${this.maybe(`versions(first: 2) ${this.#versions(1)}`)} } ${this.maybe('totalCount')} }`,
    ]);
  }

  #connection(type: string, depth: number): string {
    const parts = this.some(1, 3, () =>
      this.one([
        () => `${this.#alias()}nodes ${this.#record(type, depth)}`,
        () => `${this.#alias()}edges { cursor node ${this.#record(type, depth)} }`,
        () => 'totalCount',
        () =>
          `pageInfo { ${this.some(1, 3, () => this.one(['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'])).join(' ')} }`,
        () => '__typename',
      ]),
    );
    return `{ ${parts.join(' ')} }`;
  }

  #record(type: string, depth: number): string {
    const fields = this.some(1, 5, () => this.#field(type, depth));
    return `{ ${fields.join(' ')} }`;
  }

  #field(type: string, depth: number): string {
    const plain = {
      Post: ['title', 'status', 'body', 'metadata'],
      User: ['email', 'role'],
      Comment: ['body'],
      Tag: ['name'],
    };
    const shared = ['id', 'version', 'createdAt', '__typename', 'createdBy { kind id }', 'deletedAt'];
    const below: Record<string, (() => string)[]> = {
      Post: [
        () =>
          `${this.#alias()}author${this.maybe('(includeDeleted: true)')}${this.#when()} ${this.#record('User', depth - 1)}`,
        () => `${this.#alias()}tags${this.#when()} ${this.#record('Tag', depth - 1)}`,
        () => `${this.#alias()}comments${this.#args(this.#page())} ${this.#connection('Comment', depth - 1)}`,
      ],
      User: [
        () => `${this.#alias()}posts${this.#args(this.#page())}${this.#when()} ${this.#connection('Post', depth - 1)}`,
      ],
      Comment: [
        () => `${this.#alias()}post ${this.#record('Post', depth - 1)}`,
        () => `${this.#alias()}author ${this.#record('User', depth - 1)}`,
      ],
      Tag: [],
    };
    const deeper =
      depth > 0 ? [...below[type]!, () => `${this.#alias()}history(first: 2) ${this.#versions(depth - 1)}`] : [];
    return this.one([
      () => this.one([...plain[type as 'Post'], ...shared]),
      () => this.#actor(this.one(['createdBy', 'updatedBy', 'deletedBy'])),
      () => `... on ${this.one(['Versioned', 'Node', type])} { id ${this.one(['__typename', 'id'])} }`,
      () => this.#fragment(type, depth),
      ...deeper,
      ...deeper,
    ]);
  }

  #versions(depth: number): string {
    return `{ nodes ${this.#version(depth)} ${this.maybe('totalCount')} }`;
  }

  #changeSet(depth: number): string {
    const fields = this.some(1, 3, () =>
      this.one([
        'reason',
        () => this.#actor('actor'),
        ...(depth > 0
          ? [
              () => `${this.#alias()}undoes ${this.#changeSet(depth - 1)}`,
              () => `${this.#alias()}undoneBy ${this.#changeSet(depth - 1)}`,
              () => `${this.#alias()}versions(first: 2) ${this.#versions(0)}`,
            ]
          : []),
      ]),
    );
    return `{ id ${fields.join(' ')} }`;
  }

  #version(depth: number): string {
    const below = () => (depth > 0 ? this.some(0, 3, () => this.#field('Post', depth - 1)).join(' ') : '');
    const fields = this.some(1, 4, () =>
      this.one([
        'version',
        'operation',
        'actor { kind id }',
        () => this.#actor('actor'),
        () => `changeSet { id ${this.#actor('actor')} }`,
        'changes { field before after }',
        'changes { patch paths { op path } }',
        'changes { field links { added { id name } } }',
        'changeSet { id reason }',
        () => `${this.#alias()}changeSet ${this.#changeSet(depth > 0 ? 1 : 0)}`,
        () => `... on PostVersion { snapshot { title ${below()} } }`,
      ]),
    );
    return `{ ${fields.join(' ')} }`;
  }

  /** By a field that says who did something. */
  #actor(field: string): string {
    return `${this.#alias()}${field} { ${this.one(['kind', 'id'])} ${this.names ? `displayName${this.#when()}` : ''} }`;
  }

  #fragment(type: string, depth: number): string {
    if (depth <= 0) return 'id';
    const name = `F${this.#fragments.length}_${this.#aliases++}`;
    const on = this.one([type, 'Versioned']);
    const body =
      on === 'Versioned'
        ? `{ id ${this.#alias()}history(first: 1) ${this.#versions(0)} }`
        : this.#record(type, depth - 1);
    this.#fragments.push(`fragment ${name} on ${on} ${body}`);
    return `...${name}${this.#when()}`;
  }

  #page(): string[] {
    return this.one([
      () => [],
      () => [`first: ${this.#value('Int', this.int(0, 4), this.int(0, 4))}`],
      () => [`first: ${this.int(0, 4)}`],
      () => [],
      () => [`last: ${this.int(1, 3)}`],
      () =>
        this.int(0, 9) === 0 ? [`first: ${this.one([-1, 2])}`, `after: ${this.#value('String', 'no cursor')}`] : [],
      () => [`deleted: ${this.one(['INCLUDE', 'ONLY', 'EXCLUDE', 'null'])}`],
    ]);
  }

  #asOf(): string[] {
    const { changeSets } = this.ids;
    if (!changeSets) return [];
    return this.int(0, 9) === 0 ? [`asOf: { changeSet: "${this.one(changeSets)}" }`] : [];
  }

  #listArgs(): string[] {
    return this.one([
      () => [],
      () => [`orderBy: [{ field: ${this.one(['TITLE', 'PUBLISHED_AT'])}, direction: ${this.one(['ASC', 'DESC'])} }]`],
      () => [
        `filter: ${this.#value('PostFilter', { title: { contains: 'i' } }, { title: { contains: '1' } }, { status: { ne: 'DRAFT' } })}`,
      ],
      () => ['filter: { or: [{ status: { eq: DRAFT } }, { not: { title: { eq: "x" } } }] }'],
      () => [
        `filter: { slug: { in: [${this.#value('String!', 's1', 's2')}, ${this.#value('String!', 's3', 'no slug')}] } }`,
      ],
      () => [
        `filter: { or: [{ title: { startsWith: ${this.#value('String!', 'Title 1', 'A')} } }, ${this.#value('PostFilter!', { slug: { in: ['s4'] } }, { slug: { in: ['s0', 's5'] } })}] }`,
      ],
      () => [`filter: { authorId: { in: [${this.#value('ID!', ...this.ids.users, 'no id')}] } }`],
    ]);
  }

  #historyFilter(): string {
    const filter = this.one([
      '{ operation: [UPDATE] }',
      '{ field: ["title"] }',
      '{ from: "2026-01-01T00:00:00Z" }',
      '{ actorId: null }',
    ]);
    return `, filter: ${filter}`;
  }

  #changeSetFilter(): string {
    const filter = this.one([
      '{ operation: [CREATE] }',
      '{ field: "title" }',
      '{ source: API }',
      '{ entityType: ["Tag"] }',
    ]);
    return `, filter: ${filter}`;
  }

  #args(args: readonly string[]): string {
    return args.length > 0 ? `(${args.join(', ')})` : '';
  }

  #value(type: string, ...values: readonly unknown[]): string {
    if (this.int(0, 1) === 0 && typeof values[0] !== 'object') return JSON.stringify(values[0]);
    const name = `v${this.#variables.size}`;
    this.#variables.set(name, { type, values });
    return `$${name}`;
  }

  #when(): string {
    return this.one([
      '',
      '',
      () => ` @include(if: ${this.#value('Boolean!', true, false, true)})`,
      ' @skip(if: false)',
    ]);
  }

  #alias(): string {
    return this.int(0, 9) === 0 ? '' : `a${this.#aliases++}: `;
  }

  #id(ids: readonly string[]): string {
    return this.one([...ids, 'no id', '01a21b0f-0000-7000-8000-000000000000']);
  }

  private some<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: this.int(least, most) }, make);
  }

  private maybe(text: string): string {
    return this.int(0, 1) === 0 ? '' : text;
  }

  private one<T>(choices: readonly (T | (() => T))[]): T {
    const chosen = choices[this.int(0, choices.length - 1)]!;
    return typeof chosen === 'function' ? (chosen as () => T)() : chosen;
  }

  /** https://en.wikipedia.org/wiki/Linear_congruential_generator */
  private int(least: number, most: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return least + Math.floor((this.#state / 2 ** 32) * (most - least + 1));
  }
}
