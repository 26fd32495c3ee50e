import { types } from '../../api/catalogue.js';
import { change, readRecord } from '../../api/records.js';
import { Failure } from '../../components/failure.js';
import { RecordLink } from '../../components/record-link.js';
import { useAction } from '../../components/use-action.js';
import { useLoaded } from '../../components/use-loaded.js';
import type { EntityType } from '../../model/catalogue.js';
import { labelOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { ConflictOrFailure } from '../conflict/conflict-or-failure.js';

interface OwnerFirstProps {
  readonly type: EntityType | undefined;
  readonly id: string;
  /** Why, where somebody has said so. */
  readonly reason: string;
  readonly onRestored: () => void;
}

/** What a record belongs to is in the trash, too: restores that first. */
export function OwnerFirst({ type, id, reason, onRestored }: OwnerFirstProps) {
  const loaded = useLoaded(async (signal) => type && readRecord(type, id, signal), [type?.name, id]);
  const { isBusy, error, run } = useAction();
  const owner = loaded.value;
  if (!type || !owner) {
    return (
      <div class="banner">
        <p>{texts.trash.ownerDeleted}</p>
        <Failure error={loaded.error} onRetry={loaded.reload} />
      </div>
    );
  }
  const restore = async () => {
    await change('restore', type, { id, expectedVersion: owner.version, ...(reason !== '' && { reason }) });
    onRestored();
  };
  return (
    <div class="banner">
      <p>
        {texts.trash.ownerDeleted}{' '}
        <RecordLink
          type={type}
          named={{ id, label: labelOf(types().labelOf(type), owner), deletedAt: owner.deletedAt }}
        />
      </p>
      <ConflictOrFailure error={error} />
      <button type="button" class="primary" aria-disabled={isBusy} onClick={() => run(restore)}>
        {texts.trash.restoreOwner}
      </button>
    </div>
  );
}
