import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const kernel = 'versioning/index';
const belowHttp = ['auth', 'tenancy', 'schema', kernel];

/** The rooms of the kernel. Each may import those before it, where the table below does not say less. */
const rooms = [
  'errors',
  'values',
  'model',
  'store',
  'session',
  'read',
  'record',
  'retention',
  'undo',
  'net',
  'audit-log',
  'verify',
  'graphql',
].map((room) => `versioning/${room}`);

/** The rooms of the larger parts. Each may import those before it, and a file that stands beside them all of them. */
const roomsWithin: Readonly<Record<string, readonly string[]>> = {
  'versioning/read': [
    'statements',
    'instants',
    'lists',
    'rows',
    'states',
    'records',
    'differences',
    'history',
    'audit',
    'blame',
  ],
  'versioning/record': ['recording', 'refusals', 'flush', 'changes'],
  'versioning/graphql': ['scalars', 'declaration', 'inputs', 'plan', 'loading', 'outputs', 'resolvers'],
  database: [
    'errors',
    'client',
    'orm',
    'installed',
    'roles',
    'embedded',
    'tenants',
    'audit',
    'catalogue',
    'migration',
    'upgrade',
    'connection',
  ],
  http: ['request', 'log', 'errors', 'limits', 'health', 'execution', 'operation', 'gateway', 'browser'],
};

/** Who may import whom: the table of CONTRIBUTING, held. From outside, the kernel is reached by its barrel alone. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(rooms.map((room, n) => [room, rooms.slice(0, n)])),
  'versioning/net': ['versioning/model', 'versioning/store'],
  'versioning/audit-log': ['versioning/net'],
  'versioning/verify': [
    'versioning/errors',
    'versioning/model',
    'versioning/store',
    'versioning/session',
    'versioning/read',
  ],
  'versioning/index': rooms,
  auth: [],
  tenancy: [kernel, 'auth'],
  modules: [kernel, 'auth', 'tenancy'],
  database: [kernel, 'auth', 'tenancy', 'modules'],
  schema: [kernel, 'modules'],
  jobs: [kernel, 'tenancy', 'database'],
  http: belowHttp,
  config: [],
  'auth-of': ['config', 'database'],
  server: ['auth-of', 'config', 'database', 'schema', 'http', 'jobs', 'auth', 'modules', 'stopping', kernel],
  stopping: [kernel],
  cli: ['server', 'auth-of', 'config', 'database', 'jobs', 'modules', ...belowHttp],
  main: ['cli', 'server', 'auth-of', 'config', 'database', 'jobs', 'modules', ...belowHttp],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = globSync('src/**/*.ts', { cwd: root }).toSorted();
const imports = files.flatMap(importsOf);

/** A function of the database calls another: as good as an import. */
const functionFiles = globSync('src/**/*.sql', { cwd: root }).toSorted();
const calls = functionFiles.flatMap((from) =>
  [...readFileSync(join(root, from), 'utf8').matchAll(/^(?!--).*?palimpsest\.(\w+)\(/gm)].flatMap(([, name]) => {
    const named = functionFiles.filter((file) => basename(file, '.sql') === name!.replaceAll('_', '-'));
    // Of two of a name, the kernel means its own, and all others the one that replaces it.
    const to = named.find((file) => partOf(file) === partOf(from)) ?? named.at(isOfKernel(from) ? -1 : 0) ?? '';
    return { from, to, typeOnly: false };
  }),
);

function isOfKernel(file: string): boolean {
  return file.startsWith('src/versioning/');
}

function importsOf(file: string): Import[] {
  // Comments may hold examples.
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'(\.[^']+)';/gm);
  const calls = text.matchAll(/\bimport\(\s*'(\.[^']+)'/g);
  const target = (specifier: string) => relative(root, join(root, dirname(file), specifier)).replace(/\.js$/, '.ts');
  return [
    ...[...statements].map(([, type, specifier]) => ({
      from: file,
      to: target(specifier!),
      typeOnly: type !== undefined,
    })),
    ...[...calls].map(([, specifier]) => ({ from: file, to: target(specifier!), typeOnly: false })),
  ];
}

/** The part of the house that a file belongs to: a folder of src, or a file that stands alone. */
function partOf(file: string): string {
  const [, first = '', second] = file.replace(/\.(ts|sql)$/, '').split('/');
  return first === 'versioning' ? `${first}/${second}` : first;
}

function isAllowed({ from, to, typeOnly }: Import): boolean {
  const [importer, imported] = [partOf(from), partOf(to)];
  if (importer === imported || (imported === 'config' && typeOnly)) return true;
  return mayImport[importer]?.includes(imported) ?? false;
}

describe('Imports', () => {
  it('are all seen', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(imports.length).toBeGreaterThan(500);
    expect(imports.filter(({ to }) => !files.includes(to))).toEqual([]);
    expect([...new Set(files.map(partOf))].toSorted()).toEqual(Object.keys(mayImport).toSorted());
  });

  it('go one way, as the table says', () => {
    expect(imports.filter((edge) => !isAllowed(edge)).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it.each(Object.entries(roomsWithin))('go one way within %s', (part, order) => {
    const within = (file: string) => relative(join('src', part), file);
    const roomOf = (file: string) =>
      dirname(within(file)) === '.' ? order.length : order.indexOf(dirname(within(file)));
    const edges = imports.filter(({ from, to }) => [from, to].every((file) => partOf(file) === part));
    expect([...new Set(edges.map(({ from }) => roomOf(from)))].toSorted((a, b) => a - b)).not.toContain(-1);
    expect(order.filter((room) => !files.some((file) => dirname(within(file)) === room))).toEqual([]);
    const isUpwards = ({ from, to }: Import) => roomOf(to) === -1 || roomOf(to) > roomOf(from);
    expect(edges.filter(isUpwards).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('and so go calls between functions of the database', () => {
    expect(calls.length).toBeGreaterThan(50);
    expect(calls.filter(({ to }) => to === '')).toEqual([]);
    // To the others, all functions of the kernel are one room: they have no barrel.
    const isAllowedCall = (edge: Import) =>
      isAllowed(edge) || (isOfKernel(edge.to) && mayImport[partOf(edge.from)]!.includes(kernel));
    expect(calls.filter((edge) => !isAllowedCall(edge)).map(({ from, to }) => `${from} calls ${to}`)).toEqual([]);
  });

  it('have no cycles between files, but for entities that refer to each other', () => {
    // A relation names the class at its other end, and both ends are mapped: there is no order to load them in.
    const isRelation = ({ from, to }: Import) =>
      [from, to].every((file) => /^src\/modules\/.*\.entity\.ts$/.test(file));
    expect(cycles(imports.filter((edge) => !isRelation(edge)))).toEqual([]);
  });

  it('of one entity by another are all that is excepted', () => {
    expect(
      cycles(imports)
        .flat()
        .filter((file) => !file.endsWith('.entity.ts')),
    ).toEqual([]);
  });
});

/** Files and packages that are loaded with a file: what it imports, directly or not, but not when it runs. */
function loadedWith(file: string, met = new Set([file])): Set<string> {
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, from] of text.matchAll(/^(?:import|export) (?!type )(?:[^'";]*? from )?'([^']+)';/gm)) {
    const isOurs = from!.startsWith('.');
    const loaded = isOurs ? relative(root, join(root, dirname(file), from!)).replace(/\.js$/, '.ts') : from!;
    if (met.has(loaded)) continue;
    met.add(loaded);
    if (isOurs) loadedWith(loaded, met);
  }
  return met;
}

describe('The command line', () => {
  const startOf = ['main', 'report-failure', 'program'].flatMap((file) => [...loadedWith(`src/cli/${file}.ts`)]);
  const isOfCommands = (loaded: string) => loaded.startsWith('src/cli/') || loaded.startsWith('node:');

  it('loads what a command works with when that runs, so that help and what is refused are there at once', () => {
    expect(startOf).toContain('src/cli/serve.ts');
    expect(startOf.filter((loaded) => !isOfCommands(loaded))).toEqual(['commander', 'src/auth/role.ts']);
  });

  it('loads the server for `serve` alone', () => {
    const works = globSync('src/cli/run-*.ts', { cwd: root }).toSorted();
    expect(works.length).toBeGreaterThan(10);
    expect(works.filter((file) => loadedWith(file).has('src/http/server.ts'))).toEqual(['src/cli/run-serve.ts']);
  });
});

describe('The table in CONTRIBUTING', () => {
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| (`src\/[^|]+) \| [^|]+ \| ([^|]+) \|$/gm)].flatMap(([, parts, allowed]) =>
    parts!.split(', ').map((part): [string, string] => [partOf(part.replaceAll('`', '')), allowed!]),
  );
  const word = (part: string) => (part === kernel ? 'versioning' : part.replace('versioning/', ''));
  const said = (part: string, allowed: string): string[] => {
    if (allowed === 'nothing of ours') return [];
    if (allowed !== 'the rooms above') return allowed.replace(' (index)', '').split(', ');
    return rows
      .slice(
        0,
        rows.findIndex(([row]) => row === part),
      )
      .map(([row]) => word(row));
  };

  it('has a line for every part', () => {
    const parts = Object.keys(mayImport).filter((part) => part !== 'config' && part !== kernel);
    expect(rows.map(([part]) => part).toSorted()).toEqual(parts.toSorted());
  });

  it.each(rows.filter(([, allowed]) => allowed !== 'all of these'))('says what %s may import: %s', (part, allowed) => {
    expect(said(part, allowed).toSorted()).toEqual(mayImport[part]!.map(word).toSorted());
  });
});

describe('The table of rooms in CONTRIBUTING', () => {
  it('names them in their order', () => {
    const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
    const rows = [...guide.matchAll(/^\| `src\/([^`]+)` \| ([^|]+) \|$/gm)];
    const named = rows.map(([, part, said]) => [part, [...said!.matchAll(/`(\w+)`/g)].map(([, room]) => room)]);
    expect(Object.fromEntries(named)).toEqual(roomsWithin);
  });
});

describe('The walk through a mutation in CONTRIBUTING', () => {
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const [, walk = ''] = guide.split('\n## From `updatePost` to COMMIT\n');
  const steps = walk
    .split('\n## ')[0]!
    .split(/\n(?=\d+\. )|\n\n/)
    .flatMap((step): [string, string[]][] => {
      const [, file, text = ''] = /^\d+\. `(src\/[^`]+)`: ([^]*)$/.exec(step) ?? [];
      return file === undefined ? [] : [[file, [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name!)]];
    });

  it('has ten steps, each a file', () => {
    expect(steps).toHaveLength(10);
    expect(steps.map(([file]) => file).filter((file) => !files.includes(file))).toEqual([]);
  });

  it.each(steps)('says of %s what is in it', (file, names) => {
    const text = readFileSync(join(root, file), 'utf8');
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });
});

describe('The barrel of the kernel', () => {
  const barrel = readFileSync(join(root, 'src/versioning/index.ts'), 'utf8');
  const [, reliable = '', own = ''] = barrel.split(/^\/\/ For .*$/m);
  const namesIn = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].flatMap(([, names]) =>
      names!
        .split(',')
        .map((name) => name.trim().replace(/^type /, ''))
        .filter((name) => name !== ''),
    );
  const exported = (text: string) =>
    namesIn(text, /^export (?:type )?\{([^}]*)\} from/gm).map((name) => name.split(' as ').at(-1)!);

  it('says which names may be relied on, and domains and documentation use no others', () => {
    const users = [...globSync('src/modules/**/*.ts', { cwd: root }), ...globSync('{*.md,docs/*.md}', { cwd: root })];
    const used = users.flatMap((file) =>
      namesIn(
        readFileSync(join(root, file), 'utf8'),
        /import (?:type )?\{([^}]*)\} from '[^']*versioning\/index\.js'/g,
      ).map((name) => name.split(' as ')[0]!),
    );
    expect(exported(own).length).toBeGreaterThan(30);
    expect(used.length).toBeGreaterThan(40);
    expect([...new Set(used)].filter((name) => !exported(reliable).includes(name))).toEqual([]);
  });
});

/** Groups of files that reach each other: https://en.wikipedia.org/wiki/Tarjan's_strongly_connected_components_algorithm. */
function cycles(edges: readonly Import[]): string[][] {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    stack.push(file);
    for (const { to } of targets.get(file) ?? []) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(file, Math.min(low.get(file)!, low.get(to)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1) found.push(group.toSorted());
  };
  for (const { from } of edges) if (!index.has(from)) visit(from);
  return found;
}

describe('Source files', () => {
  const sources = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const holding = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

  it('read the environment in one place', () =>
    expect(holding(/process\s*\.\s*env\b|process\['env'\]/)).toEqual(['src/config.ts']));

  it('ask the model what an entity is, and not the metadata of its mapping', () => {
    const others = holding(/\b(?:EntityProperty|ReferenceKind|targetMeta|joinColumns|columnTypes)\b/).filter(
      (file) => !file.startsWith('src/versioning/model/'),
    );
    expect(others).toEqual([
      // Tables that are no entities' of the kernel, and their columns as the mapping wants them.
      'src/database/catalogue/column-problems.ts',
      // A column that is added to a mapping.
      'src/tenancy/tenant-metadata.ts',
      // What is declared, before anything is discovered.
      'src/versioning/graphql/declaration/api-field.ts',
      // What refers to a record from any table.
      'src/versioning/retention/purge-obstacle.ts',
      'src/versioning/store/stored-columns.ts',
      // A type of columns.
      'src/versioning/values/exact-decimal.ts',
    ]);
  });

  it('pass names on in the kernel, and list resolvers in the modules, and nowhere else', () => {
    expect(holding(/^export .* from '\.[^']*';$/m)).toEqual(['src/modules/index.ts', 'src/versioning/index.ts']);
  });

  it('are none above 250 lines, and about 50 in the middle', () => {
    const lengths = sources.map(({ text }) => text.split('\n').length).toSorted((a, b) => a - b);
    expect(lengths.at(-1)).toBeLessThanOrEqual(250);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60);
  });

  it('have names that say what they are', () => {
    expect(files.filter((file) => /\/(utils?|helpers?|common|misc|types?)\.ts$/.test(file))).toEqual([]);
  });

  it('swallow no error and leave nothing to do', () => {
    // A handler that does not name the error cannot look at it.
    expect(
      holding(/\bcatch\s*\{|\bcatch\s*\([^)]*\)\s*\{\s*\}|\.catch\(\s*(async\s*)?(\(\s*\)|_\w*|\(_\w*\))\s*=>/),
    ).toEqual([]);
    expect(holding(/\b(TODO|FIXME|XXX)\b/)).toEqual([]);
  });
});

describe('The console', () => {
  const sources = globSync('console/src/**/*.{ts,tsx}', { cwd: root }).map((file) => ({
    file,
    text: readFileSync(join(root, file), 'utf8'),
  }));
  const holding = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
  const targets = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\bfrom '(\.[^']+)'/g)].map(([, specifier]) => ({
      file,
      to: relative(root, join(root, dirname(file), specifier!)),
    })),
  );

  it('imports nothing of ours but the SDK, by what that exports', () => {
    const outside = targets.filter(({ to }) => !to.startsWith('console/src/'));
    expect(outside.length).toBeGreaterThan(5);
    expect([...new Set(outside.map(({ to }) => to))].toSorted()).toEqual(['sdk/src/index.js', 'sdk/src/merge.js']);
  });

  it('asks the server in one place', () => {
    expect(holding(/\b(?:createDocumentClient|createClient|fetch|XMLHttpRequest|EventSource)\(/)).toEqual([
      'console/src/api/request.ts',
      'console/src/api/sign-in.ts',
    ]);
  });

  it('keeps pure what it works out, so that it runs without a browser', () => {
    const model = targets.filter(({ file }) => file.startsWith('console/src/model/'));
    expect(model.length).toBeGreaterThan(10);
    expect(model.filter(({ to }) => !/^(?:console\/src\/model|sdk\/src)\//.test(to))).toEqual([]);
  });

  it('makes markup of no value, and keeps nothing but the theme', () => {
    expect(holding(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/)).toEqual([]);
    expect(holding(/\blocalStorage\b/)).toEqual(['console/src/app/theme.ts']);
  });

  it('has files of one thing, none above 250 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 250).length).toBe(0);
  });
});
