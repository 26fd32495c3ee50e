import type { Api } from '../torture/api.js';

const planQuery = `query ($id: ID!) {
  undoPlan(changeSet: $id) { planHash possible steps { entityId conflicts { field } blockedBy } } }`;
const undoMutation = 'mutation ($input: UndoInput!) { undo(input: $input) { changeSet { id } } }';

/**
 * Plans the undoing of a change set, and undoes it.
 *
 * @param records as many did it change
 * @throws Error where not all of them go back
 */
export async function undo(api: Api, changeSet: string, records: number): Promise<void> {
  const { undoPlan } = await api.ask<{ undoPlan: { planHash: string; possible: boolean; steps: unknown[] } }>(
    planQuery,
    { id: changeSet },
  );
  const { planHash, possible, steps } = undoPlan;
  if (!possible || steps.length !== records) throw new Error(`The plan has ${steps.length} steps.`);
  await api.ask(undoMutation, { input: { changeSet, planHash } });
}
