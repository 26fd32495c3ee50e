import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../support/graphql-client.js';
import type { EvolvingServer } from './evolving-server.js';
import type { FieldKind, Targets } from './field-kind.js';
import { type Bring, type Difference, differences, type PastState } from './past-state.js';
import type { Made, Stage } from './stage.js';

type Values = Readonly<Record<string, unknown>>;

/** A version as it was written: under which stage, and what the state was by the names of then. */
interface WrittenVersion {
  readonly stage: number;
  readonly operation: string;
  readonly values: Values;
  /** What it changed, by the names and in the form of then. */
  readonly changed: readonly Difference[];
  /** Among all that was written, from 0. */
  readonly place: number;
}

export interface StoryRecord {
  readonly id: string;
  readonly versions: WrittenVersion[];
  deleted: boolean;
}

/**
 * What was written of an entity that changes, kept by meaning: each state in the form that it was written in, and what each
 * change since has made of it.
 */
export class Story {
  readonly records: StoryRecord[] = [];
  readonly #brings: Bring[] = [];
  #stage!: Stage;
  #made!: Made;
  #samples = 0;
  #written = 0;

  constructor(
    private readonly evolving: EvolvingServer,
    private readonly targets: Targets,
  ) {}

  /** Says what the entity is from now on. */
  become(stage: Stage, made: Made): void {
    this.#brings.push(stage.bring);
    [this.#stage, this.#made] = [stage, made];
  }

  /** How many versions were written, of all records. */
  get written(): number {
    return this.#written;
  }

  get type(): string {
    return this.#stage.name;
  }

  get fields(): [string, FieldKind][] {
    return Object.entries(this.#made.fields);
  }

  /** The number of the present stage, from 0. */
  get now(): number {
    return this.#brings.length - 1;
  }

  /** What a version means today. */
  meaning({ versions }: StoryRecord, version: number): PastState {
    const { stage, values } = versions[version - 1]!;
    const written: PastState = { values, dropped: {}, unfit: {} };
    return this.#brings.slice(stage + 1).reduce((state, bring) => bring(state), written);
  }

  /** Values for all fields, others at every call. */
  sample(): Record<string, unknown> {
    const n = (this.#samples += 1);
    return Object.fromEntries(
      this.fields.map(([property, kind]) => [kind.input(property), kind.sample(n, this.targets) ?? null]),
    );
  }

  async create(values: Values = this.sample()): Promise<StoryRecord> {
    const { data, body } = await this.change('create', values);
    if (!data) throw new Error(body);
    const record = { id: data.payload['record']!.id, versions: [], deleted: false };
    this.records.push(record);
    this.#write(record, 'CREATE', values);
    return record;
  }

  /** One that changes nothing writes nothing. */
  async update(record: StoryRecord, patch: Values = this.sample()): Promise<void> {
    await this.#must('update', { ...this.#expected(record), patch });
    const before = this.#newest(record);
    const after = { ...before, ...patch };
    if (!isDeepStrictEqual(before, after)) this.#write(record, 'UPDATE', after);
  }

  async delete(record: StoryRecord): Promise<void> {
    await this.#must('delete', this.#expected(record));
    record.deleted = true;
    this.#write(record, 'DELETE', this.#newest(record));
  }

  async restore(record: StoryRecord): Promise<void> {
    await this.#must('restore', this.#expected(record));
    record.deleted = false;
    this.#write(record, 'RESTORE', this.#newest(record));
  }

  /** One to a state that it has already writes nothing. */
  async revert(record: StoryRecord, toVersion: number): Promise<void> {
    const { version } = await this.#must('revert', { ...this.#expected(record), toVersion });
    const { values } = this.meaning(record, toVersion);
    if (version > record.versions.length || !isDeepStrictEqual(values, this.#newest(record))) {
      this.#write(record, 'REVERT', values);
    }
  }

  /** What a writer is told who has seen a version, and not what was written since. */
  contested(record: StoryRecord, seen: number, patch: Values) {
    const [base, theirs] = [this.meaning(record, seen), this.meaning(record, record.versions.length)];
    const theirChanges = differences({ ...base, unfit: {} }, theirs, []).map(({ field, before, after }) => ({
      field,
      base: before,
      theirs: after,
    }));
    const conflicts = theirChanges
      .map((change) => ({ ...change, yours: patch[change.field] }))
      .filter(({ base, theirs, yours }) => !isDeepStrictEqual(theirs, yours) && !isDeepStrictEqual(base, yours));
    return { theirChanges, conflicts };
  }

  /** Makes a change of one record, whatever comes of it. */
  change(change: string, input: object): Promise<Answer<{ payload: Record<string, { id: string; version: number }> }>> {
    const Input = `${change[0]!.toUpperCase()}${change.slice(1)}${this.type}Input`;
    const one = this.type.toLowerCase();
    return this.evolving.server.graphql(
      `mutation ($input: ${Input}!) { payload: ${change}${this.type}(input: $input) { record: ${one} { id version } } }`,
      { input },
    );
  }

  /** All fields of a record in the form of an input. */
  read(record: Values): Values {
    return Object.fromEntries(
      this.fields.map(([property, kind]) => [kind.input(property), kind.read(record, property)]),
    );
  }

  /** GraphQL: all fields. */
  get selection(): string {
    return this.fields.map(([property, kind]) => kind.selection(property)).join(' ');
  }

  #expected({ id, versions }: StoryRecord) {
    return { id, expectedVersion: versions.length };
  }

  #newest(record: StoryRecord): Values {
    return this.meaning(record, record.versions.length).values;
  }

  #write(record: StoryRecord, operation: string, values: Values): void {
    const before = record.versions.length === 0 ? null : this.meaning(record, record.versions.length);
    const changed = differences(before, { values, dropped: {}, unfit: {} }, []);
    record.versions.push({ stage: this.now, operation, values, changed, place: this.#written });
    this.#written += 1;
  }

  async #must(change: string, input: object) {
    const { data, body } = await this.change(change, input);
    if (!data) throw new Error(`${change} was refused: ${body}`);
    return data.payload['record']!;
  }
}
