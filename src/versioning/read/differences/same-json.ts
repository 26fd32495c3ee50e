import { isDeepStrictEqual } from 'node:util';
import { currentAnswerBudget } from '../../values/answer-budget.js';
import { jsonSize } from '../../values/json-size.js';

/** Whether two JSON values are equal; what it takes to compare them is counted. */
export function sameJson(a: unknown, b: unknown): boolean {
  currentAnswerBudget()?.compare(jsonSize(a).work + jsonSize(b).work);
  return isDeepStrictEqual(a, b);
}
