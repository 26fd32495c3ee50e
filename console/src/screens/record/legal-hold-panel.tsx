import { useState } from 'preact/hooks';
import { findLegalHold, placeLegalHold, releaseLegalHold } from '../../api/legal-holds.js';
import { role } from '../../api/session.js';
import { Failure } from '../../components/failure.js';
import { ReasonInput } from '../../components/reason-input.js';
import { SafeText } from '../../components/safe-text.js';
import { useAction } from '../../components/use-action.js';
import { useLoaded } from '../../components/use-loaded.js';
import { When } from '../../components/when.js';
import { mayAdminister } from '../../model/rights.js';
import type { ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

/** Whether a record is kept from being purged, for those who may decide that. */
export function LegalHoldPanel({ record: { id } }: { readonly record: ShownRecord }) {
  return mayAdminister(role.value) ? <Panel id={id} /> : null;
}

function Panel({ id }: { readonly id: string }) {
  const { value: hold, error, isLoading, reload } = useLoaded((signal) => findLegalHold(id, signal), [id]);
  const [reason, setReason] = useState('');
  const action = useAction();
  if (isLoading && hold === undefined) return null;
  const decide = async () => {
    await (hold ? releaseLegalHold(id, reason) : placeLegalHold(id, reason));
    setReason('');
    reload();
  };
  return (
    <details class="legal-hold" open={hold !== null && hold !== undefined}>
      <summary>{texts.record.hold}</summary>
      <Failure error={error ?? action.error} />
      {hold ? (
        <p>
          <SafeText text={texts.record.held(hold.reason)} />, <When instant={hold.placedAt} />
        </p>
      ) : (
        <p class="quiet">{texts.record.holdHint}</p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          action.run(decide);
        }}
      >
        <ReasonInput value={reason} onInput={setReason} />
        <button type="submit" aria-disabled={action.isBusy} disabled={reason.trim() === ''}>
          {hold ? texts.record.holdRelease : texts.record.holdPlace}
        </button>
      </form>
    </details>
  );
}
