/** What only a person can say: a sentence that names the field and tells what to write. */
export interface Question {
  readonly question: string;
}

export function isQuestion(plan: object): plan is Question {
  return 'question' in plan;
}
