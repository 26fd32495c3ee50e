import { useId } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { RecordChoice } from '../../fields/record-choice.js';
import type { EntityField } from '../../model/catalogue.js';
import { canBeUnset, type Condition, formOf } from '../../model/condition.js';
import { fieldTitle } from '../../model/field-title.js';
import { texts } from '../../texts.js';
import { SpanInput } from './span-input.js';

interface ConditionControlProps {
  readonly field: EntityField;
  readonly condition: Condition;
  readonly problem: string | undefined;
  readonly onInput: (condition: Condition) => void;
}

/** Controls for what a field must be, as its kind is compared. */
export function ConditionControl(props: ConditionControlProps) {
  const { field, condition, problem, onInput } = props;
  const id = useId();
  const title = fieldTitle(field);
  return (
    <fieldset class="condition" aria-describedby={`${id}-problem`}>
      <legend>{title}</legend>
      {formOf(field) === 'choice' && <Values {...props} />}
      {formOf(field) === 'record' && <ChosenRecord {...props} />}
      {formOf(field) === 'span' && <Span {...props} />}
      {formOf(field) === 'part' && (
        <input
          type="text"
          aria-label={texts.list.contains(title)}
          placeholder={texts.list.part}
          value={condition.part ?? ''}
          onInput={({ currentTarget }) => onInput({ ...condition, part: currentTarget.value })}
        />
      )}
      {canBeUnset(field) && (
        <select
          aria-label={texts.list.presence(title)}
          value={condition.isSet === undefined ? '' : String(condition.isSet)}
          onChange={({ currentTarget: { value } }) => {
            const { isSet: _, ...others } = condition;
            onInput(value === '' ? others : { ...others, isSet: value === 'true' });
          }}
        >
          <option value="">{texts.list.setOrNot}</option>
          <option value="true">{texts.list.set}</option>
          <option value="false">{texts.list.unset}</option>
        </select>
      )}
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem}
      </p>
    </fieldset>
  );
}

function Values({ field, condition, onInput }: ConditionControlProps) {
  const chosen = condition.is ?? [];
  const words: Readonly<Record<string, string>> = { true: texts.yes, false: texts.no };
  const isBoolean = field.kind === 'BOOLEAN';
  const values = isBoolean ? ['true', 'false'] : (field.values ?? []);
  const choose = (value: string, isChosen: boolean) => {
    if (isBoolean) return onInput({ ...condition, is: isChosen ? [value] : [] });
    onInput({ ...condition, is: values.filter((of) => (of === value ? isChosen : chosen.includes(of))) });
  };
  return (
    <>
      {values.map((value) => (
        <label key={value} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ currentTarget }) => choose(value, currentTarget.checked)}
          />
          {isBoolean ? words[value] : value}
        </label>
      ))}
    </>
  );
}

function Span({ field, condition, onInput }: ConditionControlProps) {
  const title = fieldTitle(field);
  return (
    <>
      <SpanInput
        label={texts.list.from(title)}
        word={texts.list.fromWord}
        field={field}
        value={condition.from ?? ''}
        onInput={(from) => onInput({ ...condition, from })}
      />
      <SpanInput
        label={texts.list.to(title)}
        word={texts.list.toWord}
        field={field}
        value={condition.to ?? ''}
        onInput={(to) => onInput({ ...condition, to })}
      />
    </>
  );
}

function ChosenRecord({ field, condition, onInput }: ConditionControlProps) {
  const type = types().named(field.target ?? '');
  if (!type) return null;
  return (
    <RecordChoice
      title={fieldTitle(field)}
      type={type}
      chosen={condition.is?.[0] ?? null}
      onChoose={(id) => onInput({ ...condition, is: id === null ? [] : [id] })}
    />
  );
}
