import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const tests = globSync('test/**/*.test.ts');

/** An import, of values, of what registers something with TypeGraphQL or the ORM. */
const registers =
  /^(?!import type ).*from '(?:type-graphql|\S*decorators\/legacy|(?!\S*\/src\/)\S*\.(?:entity|resolver)\.js)'/m;

/** Other files under test/ from which a file imports values, directly or not. */
function helpersOf(file: string, met = new Set<string>()): Set<string> {
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/^(?!import type ).*from '(\.\S+)\.js'/gm)) {
    const helper = join(dirname(file), `${path}.ts`);
    if (!helper.startsWith('test/') || met.has(helper) || !existsSync(helper)) continue;
    helpersOf(helper, met.add(helper));
  }
  return met;
}

/**
 * What a file registers with TypeGraphQL, or replaces, stays in its process: entities, resolvers and types of the test's own,
 * mocks. Such files have a process each. All others share one, which loads the server once and not for each of them.
 */
const staysBehind = /\bvi\.|'type-graphql'|decorators\/legacy'|'(?!\S*\/src\/)\S*\.(entity|resolver)\.js'/;
const apart = tests.filter(
  (file) =>
    staysBehind.test(readFileSync(file, 'utf8')) ||
    [...helpersOf(file)].some((helper) => registers.test(readFileSync(helper, 'utf8'))),
);
const together = tests.filter((file) => !apart.includes(file));

/** What builds, starts programs or draws many samples takes long, however short its file is. */
const takesLong = /project-copy|run-program|\bspawn\(|startEmbeddedPostgres|docs\/program|tags: \['slow'\]/;

/** Of each project, so that nobody waits for a long file alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- These are no arrays that are sorted.
    const sorted = await super.sort(files);
    const isLong = new Map(sorted.map((file) => [file, takesLong.test(readFileSync(file.moduleId, 'utf8'))]));
    const ofProjects = [...Map.groupBy(sorted, ({ project }) => project.name).values()];
    return ofProjects.flatMap((own) => own.toSorted((a, b) => Number(isLong.get(b)) - Number(isLong.get(a))));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    globalSetup: 'test/support/global-setup.ts',
    maxWorkers: 2,
    // Those that a person who changes something here and there does not wait for: `npm run test:quick`.
    tags: [{ name: 'slow', description: 'Takes more than two seconds on an idle machine.' }],
    projects: [project('together', together, false), project('apart', apart, true)],
  },
});

/** Test files that share how they are run. */
export function project(name: string, include: string[], isolate: boolean): TestProjectInlineConfiguration {
  return {
    // graphql is published twice (CommonJS and ESM); without one answer for all, "from another module or realm".
    resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
    test: {
      name,
      include,
      isolate,
      setupFiles: ['test/support/setup.ts'],
      // Bounds for what hangs, wide enough for a machine several times slower than the one the suite is made on.
      testTimeout: 240_000,
      hookTimeout: 240_000,
    },
  };
}
