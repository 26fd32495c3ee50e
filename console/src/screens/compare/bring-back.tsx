import { useState } from 'preact/hooks';
import type { VersionState } from '../../api/history.js';
import { change } from '../../api/records.js';
import { wayOn } from '../../app/route.js';
import { ConflictOrFailure } from '../conflict/conflict-or-failure.js';
import { ReasonInput } from '../../components/reason-input.js';
import { useAction } from '../../components/use-action.js';
import type { EntityType } from '../../model/catalogue.js';
import { inputValue } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface BringBackProps {
  readonly type: EntityType;
  /** The present version, which is what the difference was looked at against. */
  readonly version: number;
  readonly right: VersionState;
  readonly selected: ReadonlySet<string>;
}

/** Brings back the right version, or the fields of it that were chosen. */
export function BringBack({ type, version, right, selected }: BringBackProps) {
  const [reason, setReason] = useState('');
  const { isBusy, error, run } = useAction();
  const { id } = right.snapshot;
  const common = { id, expectedVersion: version, reason: reason === '' ? null : reason };
  const revert = async () => {
    const goOn = wayOn();
    await change('revert', type, { ...common, toVersion: right.version });
    goOn(['records', type.plural, id]);
  };
  const restoreFields = async () => {
    const goOn = wayOn();
    const fields = type.fields.filter(({ name }) => selected.has(name));
    const patch = Object.fromEntries(fields.map((field) => [field.name, inputValue(field, right.snapshot)]));
    await change('update', type, { ...common, patch });
    goOn(['records', type.plural, id]);
  };
  return (
    <section class="bring-back">
      <p class="hint">{texts.compare.restoreHint}</p>
      <ReasonInput value={reason} onInput={setReason} />
      <ConflictOrFailure error={error} />
      <p class="actions">
        <button
          type="button"
          class="primary"
          aria-disabled={isBusy}
          title={texts.compare.revertHint}
          onClick={() => run(revert)}
        >
          {texts.compare.revert(right.version)}
        </button>
        <button type="button" aria-disabled={isBusy} disabled={selected.size === 0} onClick={() => run(restoreFields)}>
          {texts.compare.restoreSelected(selected.size)}
        </button>
      </p>
    </section>
  );
}
