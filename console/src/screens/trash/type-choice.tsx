import { useId } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import type { EntityType } from '../../model/catalogue.js';
import { texts } from '../../texts.js';

interface TypeChoiceProps {
  readonly type: EntityType | undefined;
  /** @param plural empty for all types */
  readonly onChoose: (plural: string) => void;
}

/** Which type of records is shown. */
export function TypeChoice({ type, onChoose }: TypeChoiceProps) {
  const id = useId();
  return (
    <span class="choice">
      <label for={id}>{texts.trash.types}</label>
      <select id={id} value={type?.plural ?? ''} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        <option value="">{texts.trash.allTypes}</option>
        {types().types.map(({ plural }) => (
          <option key={plural} value={plural}>
            {plural}
          </option>
        ))}
      </select>
    </span>
  );
}
