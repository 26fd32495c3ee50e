import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useInertWhile } from '../../components/use-inert-while.js';
import { FieldControl } from '../../fields/field-control.js';
import type { EntityField } from '../../model/catalogue.js';
import type { Draft, Drafts } from '../../model/draft.js';
import type { Named } from '../../model/shown-record.js';
import type { FieldProblem } from './field-problem.js';
import { TakenLink } from './taken-link.js';

interface RecordFormProps {
  readonly fields: readonly EntityField[];
  readonly drafts: Drafts;
  readonly names: ReadonlyMap<string, Named>;
  readonly problem: FieldProblem | undefined;
  /** Whether what stands in it is being saved. */
  readonly isBusy: boolean;
  readonly onInput: (drafts: Drafts) => void;
  readonly onSubmit: () => void;
  /** What comes below the fields: the reason, the buttons. */
  readonly children: ComponentChildren;
}

/** The fields of a record as controls. */
export function RecordForm({ fields, drafts, names, problem, isBusy, onInput, onSubmit, children }: RecordFormProps) {
  const form = useRef<HTMLFormElement>(null);
  useInertWhile(isBusy, form);
  return (
    <form
      ref={form}
      class="record-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {fields.map((field) => {
        const ofField = problem?.field === field.name ? problem : undefined;
        return (
          <FieldControl
            key={field.name}
            field={field}
            draft={drafts[field.name] ?? null}
            names={names}
            problem={ofField?.message}
            onInput={(draft: Draft) => onInput({ ...drafts, [field.name]: draft })}
          >
            {ofField?.taken && <TakenLink taken={ofField.taken} />}
          </FieldControl>
        );
      })}
      {children}
    </form>
  );
}
