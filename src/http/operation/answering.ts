import type { ExecutionResult } from 'graphql';
import { AnswerBudget, type HistoryNotes, withinAnswer } from '../../versioning/index.js';
import type { OperationRequest } from './operation-request.js';

/**
 * Executes an operation within what its answer may hold, and takes room for that answer.
 *
 * @param notes what the answer tells besides
 * @returns what `work` gives; for undefined no room is taken
 * @throws DomainError QUERY_TOO_COMPLEX where it reads or answers too much; RATE_LIMITED where there is no room
 */
export async function answering<T extends ExecutionResult | undefined>(
  { answerBytes, end, reserve }: OperationRequest,
  notes: HistoryNotes,
  work: () => Promise<T>,
): Promise<T> {
  const budget = new AnswerBudget(answerBytes, end);
  const result = await withinAnswer(budget, work);
  // Each field that came after would say the same.
  budget.check();
  if (!result) return result;
  const { extensions } = notes;
  reserve(budget.hold(extensions ? [result.data, extensions] : result.data));
  return result;
}
