import { useId } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { NameSearch } from '../../fields/name-search.js';
import { texts } from '../../texts.js';

interface OtherPersonProps {
  /** The ids of those who can be chosen without being searched for. */
  readonly known: readonly string[];
  readonly onChoose: (id: string) => void;
}

/** Finds any user by name, who may have changed nothing lately. */
export function OtherPerson({ known, onChoose }: OtherPersonProps) {
  const id = useId();
  const users = types().named('User');
  if (!users) return null;
  return (
    <span class="choice">
      <label for={id}>{texts.activity.filter.other}</label>
      <NameSearch id={id} type={users} without={known} isInvalid={false} onChoose={(named) => onChoose(named.id)} />
    </span>
  );
}
