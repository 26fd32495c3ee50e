import { useState } from 'preact/hooks';
import type { FieldChange, VersionState } from '../../api/history.js';
import { role } from '../../api/session.js';
import { Link } from '../../components/link.js';
import type { EntityType } from '../../model/catalogue.js';
import { mayWrite } from '../../model/rights.js';
import type { ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { BringBack } from './bring-back.js';
import { ComparedFields } from './compared-fields.js';
import { ComparedHead } from './compared-head.js';

interface ComparedVersionsProps {
  readonly type: EntityType;
  readonly record: ShownRecord | null;
  readonly left: VersionState;
  readonly right: VersionState;
  readonly diff: readonly FieldChange[];
}

/** What differs between two versions, and bringing back what the right one has. */
export function ComparedVersions({ type, record, left, right, diff }: ComparedVersionsProps) {
  const [isOnlyChanged, setOnlyChanged] = useState(true);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const present = record?.deletedAt === null ? record.version : undefined;
  const mayBringBack = mayWrite(role.value, type) && diff.length > 0;
  const canBringBack = mayBringBack && present === left.version;
  const select = (field: string, isSelected: boolean) => {
    const others = new Set(selected);
    if (isSelected) others.add(field);
    else others.delete(field);
    setSelected(others);
  };
  return (
    <>
      <div class="compared-heads">
        <ComparedHead side={texts.compare.left} version={left} isPresent={left.version === record?.version} />
        <ComparedHead side={texts.compare.right} version={right} isPresent={right.version === record?.version} />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={isOnlyChanged}
          onChange={({ currentTarget }) => setOnlyChanged(currentTarget.checked)}
        />
        {texts.compare.onlyChanged}
      </label>
      {diff.length === 0 && <p class="empty">{texts.compare.same}</p>}
      <ComparedFields
        type={type}
        left={left.snapshot}
        right={right.snapshot}
        diff={diff}
        isOnlyChanged={isOnlyChanged}
        selected={selected}
        {...(canBringBack && { onSelect: select })}
      />
      {canBringBack && <BringBack type={type} version={left.version} right={right} selected={selected} />}
      {mayBringBack && present === right.version && (
        <p>
          <Link to={['records', type.plural, right.snapshot.id, 'compare', right.version, left.version]}>
            {texts.compare.bringBack(left.version)}
          </Link>
        </p>
      )}
    </>
  );
}
