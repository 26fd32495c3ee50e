import type { Random } from './random.js';
import type { Action, PostView, Step } from './step.js';

/** How often an operation is on more than one record, and on how many at most. */
const severalShare = 0.5;
const mostSteps = 6;
/** How often a client insists on a version that it knows to be old. */
const staleShare = 0.03;

const livingActions: readonly Action[] = [
  ...times<Action>(14, 'UPDATE'),
  ...times<Action>(3, 'REVERT'),
  ...times<Action>(3, 'DELETE'),
];
const anyActions: readonly Action[] = ['UPDATE', 'DELETE', 'RESTORE', 'REVERT'];

/** Decides what one client does next. */
export class Planner {
  #tokens = 0;

  constructor(
    private readonly name: string,
    private readonly random: Random,
    private readonly tagIds: readonly string[],
  ) {}

  /** Posts to work on: one, or several in any order, so that clients meet in opposite ones. */
  choosePosts(postIds: readonly string[]): string[] {
    const count = this.random.chance(severalShare) ? this.random.between(2, mostSteps) : 1;
    return this.random.sample(postIds, count);
  }

  /** One operation on posts as they were just seen. Some posts are changed twice in it. */
  plan(views: readonly PostView[]): Step[] {
    return views.flatMap((view) => {
      const first = this.step(view);
      const then = viewAfter(view, first);
      return then && this.random.chance(0.1) ? [first, this.step(then)] : [first];
    });
  }

  private step(view: PostView): Step {
    const action = this.chooseAction(view);
    const stale = view.version > 1 && this.random.chance(staleShare);
    const step = { action, postId: view.id, expectedVersion: stale ? view.version - 1 : view.version };
    if (action === 'REVERT') return { ...step, toVersion: this.random.between(1, view.version) };
    if (action !== 'UPDATE') return step;
    this.#tokens += 1;
    const token = `${this.name}-${this.#tokens}`;
    const tagIds =
      this.random.chance(0.2) && this.random.sample(this.tagIds, this.random.between(0, this.tagIds.length));
    return { ...step, token, body: `${view.body} ${token}`, ...(tagIds && { tagIds }) };
  }

  /** Mostly what the post's state allows, sometimes what it does not: that must be refused. */
  private chooseAction({ deleted }: PostView): Action {
    if (this.random.chance(0.03)) return this.random.pick(anyActions);
    return deleted ? 'RESTORE' : this.random.pick(livingActions);
  }
}

/** The post as a step leaves it; undefined after a revert, whose body this client has not seen. */
function viewAfter(view: PostView, { action, body = view.body }: Step): PostView | undefined {
  if (action === 'REVERT') return undefined;
  return { ...view, version: view.version + 1, body, deleted: action === 'DELETE' };
}

function times<T>(count: number, item: T): T[] {
  return Array.from({ length: count }, () => item);
}
