import type { VersionState } from '../../api/history.js';
import { shownInstant } from '../../app/route.js';
import { ChangeSetLink } from '../../components/change-set-link.js';
import { OperationWord } from '../../components/operation-word.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { texts } from '../../texts.js';

interface ComparedHeadProps {
  readonly side: string;
  readonly version: VersionState;
  /** Whether it is what the record is now, or was at the instant that is shown. */
  readonly isPresent: boolean;
}

/** One of two versions: which, who, when, why. */
export function ComparedHead({ side, version, isPresent }: ComparedHeadProps) {
  const { id, reason, actor } = version.changeSet;
  return (
    <div class="compared-head">
      <p>
        <span class="quiet small">{side}</span> <strong>{texts.record.versionNumber(version.version)}</strong>{' '}
        <OperationWord operation={version.operation} />{' '}
        {isPresent && <span class="badge">{shownInstant.value ? texts.time.current : texts.record.current}</span>}
      </p>
      <p class="quiet small">
        <Who actor={actor} /> ·{' '}
        <ChangeSetLink id={id}>
          <When instant={version.recordedAt} />
        </ChangeSetLink>
      </p>
      {reason !== null && (
        <p class="reason">
          <SafeText text={reason} />
        </p>
      )}
    </div>
  );
}
