import { inEventLoopTurn } from '../../session/in-event-loop-turn.js';
import { currentAnswerBudget } from '../../values/answer-budget.js';
import { type LineRun, lineRuns } from './line-runs.js';

/**
 * Compares two texts line by line when it is their turn, which keeps the whole process busy; what it takes is counted.
 *
 * @param make what is wanted of the runs of lines
 * @throws DomainError QUERY_TOO_COMPLEX where an operation compares more than it may
 */
export function comparedInTurn<T>(before: string, after: string, make: (runs: readonly LineRun[]) => T): Promise<T> {
  const budget = currentAnswerBudget();
  const spend = (bytes: number) => budget?.compare(bytes);
  return inEventLoopTurn(budget, () => {
    spend(Buffer.byteLength(before) + Buffer.byteLength(after));
    return make(lineRuns(before, after, spend));
  });
}
