import type { SetBy as Setter } from '../../api/blame.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { nameOf } from '../../model/shown-record.js';
import { visibleText } from '../../model/visible-text.js';
import { texts } from '../../texts.js';

interface SetByProps {
  /** The place of the record. */
  readonly place: readonly string[];
  /** Undefined where nothing is known. */
  readonly setBy: Setter | undefined;
}

/** Who set something to what it is: who, when, in which version, why. */
export function SetBy({ place, setBy }: SetByProps) {
  const { version, before, recordedAt, changeSet } = setBy ?? {};
  if (version == null) {
    const words = before == null ? texts.blame.unknown : texts.blame.before(before);
    return <span class="set-by quiet">{words}</span>;
  }
  return (
    <span class="set-by">
      <Who actor={changeSet?.actor ?? null} /> <Link to={[...place, 'versions', version]}>v{version}</Link>{' '}
      <span class="quiet">{recordedAt != null && <When instant={recordedAt} isRelative />}</span>
      {changeSet?.reason != null && (
        <span class="reason" title={visibleText(changeSet.reason)}>
          {' '}
          <SafeText text={nameOf({ id: changeSet.id, label: changeSet.reason })} />
        </span>
      )}
    </span>
  );
}
