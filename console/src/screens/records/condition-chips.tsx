import { types } from '../../api/catalogue.js';
import { ChosenName } from '../../components/chosen-name.js';
import { SafeText } from '../../components/safe-text.js';
import type { EntityField } from '../../model/catalogue.js';
import type { Condition, Conditions } from '../../model/condition.js';
import { fieldTitle } from '../../model/field-title.js';
import { localTime } from '../../model/instant.js';
import { texts } from '../../texts.js';

interface ConditionChipsProps {
  readonly fields: readonly EntityField[];
  readonly conditions: Conditions;
  readonly onChange: (conditions: Conditions) => void;
}

/** What a list is filtered by, each to be taken away. */
export function ConditionChips({ fields, conditions, onChange }: ConditionChipsProps) {
  const given = fields.filter(({ name }) => name in conditions);
  if (given.length === 0) return null;
  return (
    <ul class="chips" aria-label={texts.list.filter}>
      {given.map((field) => {
        const { [field.name]: condition, ...others } = conditions;
        return (
          <li key={field.name} class="chip">
            <span>
              {fieldTitle(field)}: <Told field={field} condition={condition!} />
            </span>
            <button
              type="button"
              class="link"
              aria-label={texts.form.remove(fieldTitle(field))}
              onClick={() => onChange(others)}
            >
              ✕
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Told({ field, condition: { is = [], from, to, part, isSet } }: ToldProps) {
  const target = types().named(field.target ?? '');
  const shown = (value: string) => (field.kind === 'DATE_TIME' ? localTime(value) : value);
  const words: Readonly<Record<string, string>> = field.kind === 'BOOLEAN' ? { true: texts.yes, false: texts.no } : {};
  const told = [
    ...(target ? [] : is.map((value) => words[value] ?? value)),
    ...(from === undefined ? [] : [`${texts.list.fromWord} ${shown(from)}`]),
    ...(to === undefined ? [] : [`${texts.list.toWord} ${shown(to)}`]),
    ...(part === undefined ? [] : [`“${part}”`]),
    ...(isSet === undefined ? [] : [isSet ? texts.list.set : texts.list.unset]),
  ];
  return (
    <>
      {target && is.map((id) => <ChosenName key={id} type={target} id={id} />)} <SafeText text={told.join(', ')} />
    </>
  );
}

interface ToldProps {
  readonly field: EntityField;
  readonly condition: Condition;
}
