import { role } from '../../api/session.js';
import type { Trashed } from '../../api/trash.js';
import { mayChangeAny, mayWrite } from '../../model/rights.js';
import { texts } from '../../texts.js';
import { TrashRow } from './trash-row.js';

interface TrashTableProps {
  readonly items: readonly Trashed[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  readonly onChange: () => void;
}

/** What is in the trash, a row for each record that was deleted for its own sake. */
export function TrashTable({ items, selected, onSelect, onChange }: TrashTableProps) {
  const select = (id: string, isSelected: boolean) => {
    const others = new Set(selected);
    if (isSelected) others.add(id);
    else others.delete(id);
    onSelect(others);
  };
  const choosable = items.filter(({ type }) => mayWrite(role.value, type));
  const isAll = choosable.every(({ record }) => selected.has(record.id));
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-label={texts.trash.title}>
      <table class="records trash">
        <thead>
          <tr>
            {mayChangeAny(role.value) && (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={texts.trash.selectAll}
                  disabled={choosable.length === 0}
                  checked={choosable.length > 0 && isAll}
                  onChange={() => onSelect(isAll ? new Set() : new Set(choosable.map(({ record }) => record.id)))}
                />
              </th>
            )}
            <th scope="col">{texts.trash.what}</th>
            <th scope="col">{texts.trash.when}</th>
            <th scope="col">{texts.trash.why}</th>
            <th scope="col" class="number">
              {texts.trash.alongside}
            </th>
            <th scope="col">{texts.trash.until}</th>
            <th scope="col">
              <span class="only-read">{texts.trash.restore}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <TrashRow
              key={item.record.id}
              item={item}
              isSelected={selected.has(item.record.id)}
              onSelect={(isSelected) => select(item.record.id, isSelected)}
              onChange={onChange}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
