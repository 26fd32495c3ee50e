import { type EntityMetadata, raw } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../errors/domain-error.js';
import { entityOf } from '../model/entities.js';
import { modelOf } from '../model/entity-model.js';
import { checkStoredValue } from '../model/field-value.js';
import type { VersionedClass } from '../model/map-versioned.js';
import { Operation } from '../model/operation.js';
import type { VersionedEntity } from '../model/versioned-entity.js';
import { versionValues } from '../read/states/version-value.js';
import { assign } from '../record/changes/assignment.js';
import type { Changes } from '../record/changes/changes.js';
import { outsideAnswer } from '../values/answer-budget.js';
import { InTurn } from '../record/changes/in-turn.js';
import { lockRecords, lockRows } from '../record/changes/locked-record.js';
import type { Intent } from '../record/recording/pending-version.js';
import type { Recording } from '../record/recording/recording.js';
import { expectPossible } from './expect-possible.js';
import { expectPlan } from './plan-hash.js';
import { isTaken, planUndo } from './plan-undo.js';
import type { UndoPlan, UndoStep } from './undo-plan.js';
import type { UndoRequest } from './undo-request.js';

/** Undoes change sets inside {@link recordChanges}. */
export class Undos {
  private readonly em: SqlEntityManager;
  private readonly recording: Recording;
  private readonly records = new Map<string, VersionedEntity>();

  /** @param changes of the transaction that is to be the undo: it makes nothing else */
  constructor({ em, recording }: Changes) {
    this.em = em;
    this.recording = recording;
  }

  /**
   * Undoes exactly what a plan says, in this transaction, whose versions all have the operation UNDO.
   *
   * @param planHash of the plan, made for the same request
   * @param allow refuses who may not change records of an entity
   * @returns the plan
   * @throws DomainError PLAN_STALE where something has moved that the plan depends on, with what; BAD_USER_INPUT where the
   *   plan is not possible, does nothing, or something else is changed in the transaction; what {@link planUndo} and the rules
   *   of entities throw
   */
  @InTurn
  async apply(request: UndoRequest, planHash: string, allow: (plan: UndoPlan) => Promise<void>): Promise<UndoPlan> {
    if (this.recording.hasChangeSet) {
      throw new DomainError(
        'BAD_USER_INPUT',
        'An undo is a change set of its own; nothing else can be changed with it.',
      );
    }
    const plan = await planUndo(this.em, request, (meta, ids) => lockRows(this.em, meta, ids));
    await allow(plan);
    expectPlan(planHash, request, plan);
    expectPossible(plan, request);
    this.recording.undoes = plan.changeSet.id;
    await outsideAnswer(() => this.makeAll(plan));
    return plan;
  }

  private async makeAll({ steps, phases }: UndoPlan): Promise<void> {
    await this.load(steps.filter((step) => !isTaken(step)));
    const byId = new Map(steps.map((step) => [step.entityId, step]));
    for (const { asides, steps: ids } of phases) {
      if (asides.length > 0) await this.stepAside(asides.map((id) => byId.get(id)!));
      await this.make(ids.map((id) => byId.get(id)!));
    }
    // Once it is deleted, keys are free to take.
    await this.changeDeleted(steps);
  }

  /** Reads the records of steps as they are by now, locked. */
  private async load(steps: readonly UndoStep[]): Promise<void> {
    for (const [meta, of] of Map.groupBy(steps, (step) => step.meta!)) {
      const ids = of.map(({ entityId }) => entityId);
      const records = await lockRecords(this.em, this.recording, meta.class as VersionedClass, ids);
      for (const record of records) this.records.set(record.id, record);
    }
  }

  /** Deletes records for a moment. They are read again, since the database has written what they hold. */
  private async stepAside(steps: readonly UndoStep[]): Promise<void> {
    for (const { entityId } of steps) this.remove(entityId, { operation: Operation.UNDO, alone: true });
    await this.em.flush();
    await this.load(steps);
  }

  private async make(steps: readonly UndoStep[]): Promise<void> {
    for (const step of steps) {
      if (step.operation === Operation.DELETE) this.remove(step.entityId, { operation: Operation.UNDO });
    }
    await this.put(steps.filter(({ operation }) => operation !== Operation.DELETE));
    await this.em.flush();
  }

  private async changeDeleted(steps: readonly UndoStep[]): Promise<void> {
    const changing = steps.filter(
      ({ operation, values }) => operation === Operation.DELETE && Object.keys(values).length > 0,
    );
    if (changing.length === 0) return;
    await this.load(changing);
    await this.put(changing);
    await this.em.flush();
  }

  private remove(id: string, intent: Intent): void {
    const record = this.records.get(id)!;
    this.recording.intents.set(record, intent);
    this.em.remove(record);
  }

  /** Puts back what steps say. As the database holds it: on its way through JavaScript a value may be rounded. */
  private async put(steps: readonly UndoStep[]): Promise<void> {
    for (const of of Map.groupBy(steps, ({ meta }) => meta!.class).values()) {
      const meta = entityOf(this.em, of[0]!.meta!.class as VersionedClass);
      await this.readLinks(meta, of);
      const changing = of.filter(
        ({ formerVersion, values }) => formerVersion !== null && Object.keys(values).length > 0,
      );
      const keys = changing.map(({ entityId, formerVersion }) => ({ entityId, version: formerVersion! }));
      const exact =
        keys.length > 0 ? await versionValues(this.em, meta, keys) : new Map<string, Map<string, unknown>>();
      for (const step of of) await this.putOne(meta, step, exact.get(step.entityId) ?? new Map<string, unknown>());
    }
  }

  private async putOne(meta: EntityMetadata, step: UndoStep, exact: ReadonlyMap<string, unknown>): Promise<void> {
    const { entityId, operation, values, causeId } = step;
    const record = this.records.get(entityId)!;
    const put = new Set(modelOf(meta).fields.flatMap(({ name, property }) => (name in values ? property : [])));
    const written = new Map([...exact].filter(([property]) => put.has(property)));
    // A record that stepped aside comes back.
    if (operation !== Operation.DELETE) Object.assign(record, { deletedAt: null, deletedBy: null, deletedIn: null });
    await assign(this.em, meta, record, values, checkStoredValue);
    // What only reads differently in SQL is no change to the ORM.
    if (written.size > 0) record.updatedAt = raw('clock_timestamp()');
    this.recording.intents.set(record, {
      operation: Operation.UNDO,
      means: operation,
      written,
      // What is changed once it is deleted goes along with nobody any more.
      ...(operation !== Operation.DELETE && causeId !== null && { causeId }),
    });
  }

  /** Of all records at once. Unfiltered: a link to a deleted record must be seen to be removed. */
  private async readLinks(meta: EntityMetadata, steps: readonly UndoStep[]): Promise<void> {
    for (const { name, kind, property } of modelOf(meta).fields) {
      if (kind !== 'links') continue;
      const records = steps.flatMap(({ entityId, values }) => (name in values ? this.records.get(entityId)! : []));
      if (records.length === 0) continue;
      await this.em.populate(records, [property] as never, { filters: false, refresh: true } as never);
    }
  }
}
