import { isDeepStrictEqual } from 'node:util';
import type { World } from '../../conformance/world.js';
import { type Answer, type AnswerError, dataOf } from '../../support/graphql-client.js';

export interface Resolution {
  readonly entityId: string;
  readonly field: string;
  readonly keep: 'PRESENT' | 'FORMER';
}

export interface Narrowing {
  readonly only?: readonly string[];
  readonly resolutions?: readonly Resolution[];
}

export interface Step {
  readonly entityId: string;
  readonly entityType: string;
  readonly operation: string;
  readonly changes: readonly { field: string; before: unknown; after: unknown }[];
  readonly conflicts: readonly { field: string; base: unknown; theirs: unknown; yours: unknown }[];
  readonly blockedBy: string | null;
  readonly liftedBy: readonly string[];
}

export interface Plan {
  readonly planHash: string;
  readonly possible: boolean;
  readonly steps: readonly Step[];
}

const planning = `query ($changeSet: ID!, $only: [ID!], $resolutions: [UndoResolution!]) {
  undoPlan(changeSet: $changeSet, only: $only, resolutions: $resolutions) {
    planHash possible
    steps { entityId entityType operation changes { field before after } conflicts { field base theirs yours } blockedBy liftedBy }
  }
}`;

/** Undo through the API, as any client uses it. */
export class Undoing {
  constructor(private readonly world: World) {}

  sendPlan(changeSet: string, narrowing: Narrowing = {}): Promise<Answer<{ undoPlan: Plan }>> {
    return this.world.send(planning, { changeSet, ...narrowing });
  }

  async plan(changeSet: string, narrowing: Narrowing = {}): Promise<Plan> {
    return dataOf(await this.sendPlan(changeSet, narrowing)).undoPlan;
  }

  /** What stands in the way of each step, by record. */
  async blocks(changeSet: string): Promise<Record<string, string | null>> {
    const { steps, possible } = await this.plan(changeSet);
    if (possible) throw new Error('The plan is possible.');
    return Object.fromEntries(steps.map(({ entityId, blockedBy }) => [entityId, blockedBy]));
  }

  /** The fields that take away what stands in the way, which they do. */
  async lifts(changeSet: string): Promise<readonly string[]> {
    const { steps } = await this.plan(changeSet);
    const resolutions = steps.flatMap(({ entityId, liftedBy }) =>
      liftedBy.map((field) => ({ entityId, field, keep: 'PRESENT' as const })),
    );
    const left = (await this.plan(changeSet, { resolutions })).steps.filter(({ blockedBy }) => blockedBy !== null);
    if (resolutions.length > 0 && left.length > 0) throw new Error(`Still in the way: ${left[0]!.blockedBy}`);
    return resolutions.map(({ field }) => field);
  }

  send(changeSet: string, planHash: string, narrowing: Narrowing = {}, reason?: string) {
    const input = { changeSet, planHash, ...narrowing, reason };
    return this.world.send<{ undo: { changeSet: { id: string } } }>(
      'mutation ($input: UndoInput!) { undo(input: $input) { changeSet { id } } }',
      { input },
    );
  }

  /** Plans and undoes, and expects that what the plan says is what happened. @returns the change set that the undo is */
  async make(changeSet: string, narrowing: Narrowing = {}, reason?: string): Promise<string> {
    const plan = await this.plan(changeSet, narrowing);
    const { id } = dataOf(await this.send(changeSet, plan.planHash, narrowing, reason)).undo.changeSet;
    const happened = await this.happened(id);
    if (!isDeepStrictEqual(happened, said(plan))) {
      throw new Error(`The plan says ${shown(said(plan))} and what happened is ${shown(happened)}`);
    }
    return id;
  }

  /** An undo that is refused, with nothing written. */
  async refused(changeSet: string, planHash: string, narrowing: Narrowing = {}): Promise<AnswerError> {
    const before = await this.world.ledger();
    const { errors, data, body } = await this.send(changeSet, planHash, narrowing);
    if (data != null || errors.length !== 1) throw new Error(`It should have been refused and answered ${body}`);
    if ((await this.world.ledger()) !== before) throw new Error('A refused undo has written something.');
    return errors[0]!;
  }

  /** What a change set did to each record, in the form of a plan: from before its first version to after its last. */
  private async happened(changeSet: string): Promise<ReadonlyMap<string, unknown>> {
    const rows = await this.world.rows<{
      id: string;
      operation: string;
      was: boolean | null;
      is: boolean;
      keys: string[];
    }>(
      `select l.entity_id as id, l.operation, f.snapshot ->> 'deleted_at' is not null as was,
         l.snapshot ->> 'deleted_at' is not null as is,
         array(select key from jsonb_object_keys(l.snapshot) key
           where l.snapshot -> key is distinct from f.snapshot -> key
             and key not in ('version', 'updated_at', 'updated_by', 'deleted_at', 'deleted_by', 'deleted_in') order by 1) as keys
       from (select entity_id, min(version) as first, max(version) as last from entity_version
         where change_set_id = $1 group by 1) c
       join entity_version l on l.entity_id = c.entity_id and l.version = c.last
       join entity_version f on f.entity_id = c.entity_id and f.version = c.first - 1`,
      [changeSet],
    );
    if (rows.some(({ operation }) => operation !== 'UNDO')) throw new Error('Not all versions of an undo are UNDO.');
    return new Map(
      rows.map(({ id, was, is, keys }) => [id, [was === is ? 'UPDATE' : is ? 'DELETE' : 'RESTORE', keys.length]]),
    );
  }
}

function shown(steps: ReadonlyMap<string, unknown>): string {
  return JSON.stringify([...steps]);
}

function said({ steps }: Plan): ReadonlyMap<string, unknown> {
  return new Map(
    steps.map(({ entityId, operation, changes }) => [
      entityId,
      [operation, changes.filter(({ field }) => field !== 'deletedAt').length],
    ]),
  );
}
