import type { ApiError, Outcome } from './api.js';
import type { Step } from './step.js';

/** A step that the server said it took. */
export interface Acknowledgement extends Step {
  readonly newVersion: number;
  /** Null where nothing changed: a revert to what already is. */
  readonly changeSetId: string | null;
}

/** What the server answers to an operation, keyed by the names of its fields. */
export type ChangeAnswer = Readonly<Record<string, { post: { version: number }; changeSet: { id: string } | null }>>;

/** What the clients saw: the claims that the history is held against. */
export class Journal {
  readonly acknowledged: Acknowledgement[] = [];
  /** Steps whose answer never came. */
  readonly unconfirmed: Step[] = [];
  /** Operations by what became of them: `done` or the code of their error. */
  readonly outcomes = new Map<string, number>();
  /** Sentences on answers that must not happen. */
  readonly unexpected: string[] = [];

  get operations(): number {
    return [...this.outcomes.values()].reduce((sum, count) => sum + count, 0);
  }

  /** @param steps what was asked for; none where the posts could not even be read */
  record(steps: readonly Step[], outcome: Outcome<ChangeAnswer>): void {
    switch (outcome.kind) {
      case 'done':
        this.count('done');
        return steps.forEach((step, n) => this.acknowledge(step, outcome.data[`m${n}`]));
      case 'refused':
        return this.refuse(steps, outcome.errors);
      case 'unknown':
        this.count('no answer');
        this.unconfirmed.push(...steps);
    }
  }

  private acknowledge(step: Step, answer: ChangeAnswer[string] | undefined): void {
    if (!answer) this.unexpected.push(`${describe(step)} was neither refused nor done`);
    else
      this.acknowledged.push({ ...step, newVersion: answer.post.version, changeSetId: answer.changeSet?.id ?? null });
  }

  private refuse(steps: readonly Step[], errors: readonly ApiError[]): void {
    const codes = errors.map(({ extensions }) => extensions.code);
    this.count(codes[0] ?? 'no data and no error');
    const wrong = errors.find(({ extensions: { code } }) => !allowed.has(code));
    const what = steps.map(describe).join(', ') || 'a look at the posts';
    if (codes.length === 0) this.unexpected.push(`${what}: neither data nor errors`);
    if (wrong) this.unexpected.push(`${what}: ${wrong.extensions.code}, ${wrong.message}`);
    // Names the change set where the connection broke during COMMIT, and nobody knows whether it took place.
    if (errors.some(({ extensions }) => 'changeSetId' in extensions)) this.unconfirmed.push(...steps);
  }

  private count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }
}

/** Under such a load these may happen; everything else is a defect. */
const allowed: ReadonlySet<string> = new Set(['CONFLICT', 'UNAVAILABLE', 'TIMEOUT']);

/** A step in a few words, for a person. */
export function describe({ action, postId, expectedVersion }: Step): string {
  return `${action} of ${postId} at ${expectedVersion}`;
}
