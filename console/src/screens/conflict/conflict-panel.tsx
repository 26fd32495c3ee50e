import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { ConflictDetails } from '../../../../sdk/src/index.js';
import { readRecord } from '../../api/records.js';
import { Failure } from '../../components/failure.js';
import { useAction } from '../../components/use-action.js';
import { useInertWhile } from '../../components/use-inert-while.js';
import { useLoaded } from '../../components/use-loaded.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { FieldControl } from '../../fields/field-control.js';
import type { EntityType } from '../../model/catalogue.js';
import { draftOf } from '../../model/draft.js';
import { keptFields, rebaseOn } from '../../model/resolution.js';
import { inputValue, type Named, namesIn } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { fieldProblem } from '../edit/field-problem.js';
import { TakenLink } from '../edit/taken-link.js';
import { ContestedField } from './contested-field.js';
import { type Decisions, decidedPatch, undecidedIn } from './decisions.js';
import { SettledFields } from './settled-fields.js';

interface ConflictPanelProps {
  readonly type: EntityType;
  readonly names: ReadonlyMap<string, Named>;
  readonly conflict: ConflictDetails;
  /** What was sent and refused. */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly decisions: Decisions;
  readonly onDecide: (decisions: Decisions) => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSave: (verb: 'update' | 'restore', version: number, patch: Readonly<Record<string, unknown>>) => void;
  readonly onDiscard: () => void;
}

/**
 * Settles a refused change: only what both sides changed is asked; what did not collide is merged, and told. Where the
 * record was deleted meanwhile, it can be restored with what was written.
 */
export function ConflictPanel(props: ConflictPanelProps) {
  const { type, names, conflict, patch, decisions, onDecide, isBusy, error, onSave, onDiscard } = props;
  const { changedBy, changedAt, deleted, baseKnown, theirChanges } = conflict;
  const present = useLoaded((signal) => readRecord(type, conflict.id, signal), [conflict.id]);
  const known = new Map([...names, ...namesIn(type.fields, present.value ?? null)]);
  const rebased = useMemo(() => rebaseOn(type, conflict, patch), [conflict, patch]);
  const writing = useAction();
  const { contested, expectedVersion } = rebased;
  const undecided = undecidedIn(contested, decisions);
  const kept = keptFields(conflict, contested, rebased.patch);
  const problem = fieldProblem(writing.error ?? error);
  const isContested = (name: string) => contested.some(({ field }) => field === name);
  // A field that nobody contests can be refused as well, such as a key that is taken by now: it then has a control here.
  const rewritten = type.fields.filter(
    ({ name }) => !isContested(name) && (name === problem?.field || decisions[name] !== undefined),
  );
  const panel = useRef<HTMLElement>(null);
  // It stands in place of a form that was saved at its end.
  useLayoutEffect(() => {
    panel.current?.scrollIntoView({ block: 'start' });
    panel.current?.focus({ preventScroll: true });
  }, []);
  useInertWhile(isBusy, panel);
  return (
    <section ref={panel} class="conflict" aria-label={texts.conflict.title} tabIndex={-1}>
      <div class="banner banner-conflict" role="alert">
        <h2>{texts.conflict.title}</h2>
        <p>
          <Who actor={changedBy} /> {deleted ? texts.conflict.deleted : texts.conflict.who},{' '}
          <When instant={changedAt} />.
        </p>
        <p>{deleted ? texts.conflict.deletedHint : contested.length === 0 && texts.conflict.nothingContested}</p>
        {!baseKnown && <p>{texts.conflict.baseUnknown}</p>}
      </div>
      {contested.map((of) => {
        const field = type.fields.find(({ name }) => name === of.field);
        return (
          field && (
            <ContestedField
              key={of.field}
              field={field}
              conflict={of}
              baseKnown={baseKnown}
              names={known}
              decision={decisions[of.field]}
              onDecide={(decision) => onDecide({ ...decisions, [of.field]: decision })}
            />
          )
        );
      })}
      <SettledFields
        title={texts.conflict.kept}
        type={type}
        names={known}
        changes={theirChanges
          .filter(({ field }) => kept.includes(field))
          .map(({ field, base, theirs, redacted }) => ({
            field,
            before: base,
            after: theirs,
            redacted: redacted === true,
          }))}
      />
      <SettledFields
        title={texts.conflict.yoursKept}
        type={type}
        names={known}
        changes={Object.entries(rebased.patch).map(([field, yours]) => ({
          field,
          before: baseOf(field),
          after: yours,
          redacted: false,
        }))}
      />
      {rewritten.map((field) => (
        <FieldControl
          key={field.name}
          field={field}
          draft={decisions[field.name]?.draft ?? draftOf(field, rebased.patch[field.name] ?? baseOf(field.name))}
          names={known}
          problem={problem?.field === field.name ? problem.message : undefined}
          onInput={(draft) => onDecide({ ...decisions, [field.name]: { choice: 'edited', draft } })}
        >
          {problem?.taken && problem.field === field.name && <TakenLink taken={problem.taken} />}
        </FieldControl>
      ))}
      {!rewritten.some(({ name }) => name === problem?.field) && <Failure error={writing.error ?? error} />}
      <p class="actions">
        <button
          type="button"
          class="primary"
          aria-disabled={isBusy}
          disabled={undecided > 0}
          onClick={() =>
            writing.run(async () => {
              const decided = decidedPatch(type, rebased, decisions);
              onSave(deleted ? 'restore' : 'update', expectedVersion, decided);
            })
          }
        >
          {deleted ? texts.conflict.restoreSo : texts.conflict.save}
        </button>
        {undecided > 0 && <span class="quiet">{texts.conflict.undecided(undecided)}</span>}
        <button type="button" onClick={onDiscard}>
          {texts.conflict.startOver}
        </button>
      </p>
    </section>
  );

  /** What a field was that only you changed: what it still is. */
  function baseOf(name: string): unknown {
    const field = type.fields.find((of) => of.name === name);
    return (field && present.value && inputValue(field, present.value)) ?? null;
  }
}
