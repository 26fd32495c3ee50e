import { useState } from 'preact/hooks';
import { isPlanStale, type MovedRecord } from '../../../../sdk/src/index.js';
import { applyUndo, planUndo } from '../../api/undo.js';
import { wayOn } from '../../app/route.js';
import { tell } from '../../app/notice.js';
import { ChangeSetLink } from '../../components/change-set-link.js';
import { Failure } from '../../components/failure.js';
import { useAction } from '../../components/use-action.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ScreenTitle } from '../../components/screen-title.js';
import { noChoices, type UndoChoices } from '../../model/undo-choices.js';
import { texts } from '../../texts.js';
import { ApplyUndo } from './apply-undo.js';
import { StalePlan } from './stale-plan.js';
import { UndoSteps } from './undo-steps.js';

/** What was refused because something had moved. */
interface Stale {
  readonly error: Error;
  readonly moved: readonly MovedRecord[];
}

/** The undo of a change set: the plan, what is chosen of it, and doing exactly that. */
export function UndoScreen({ id = '' }: { readonly id?: string }) {
  const [choices, setChoices] = useState<UndoChoices>(noChoices);
  const [stale, setStale] = useState<Stale>();
  const planned = useLoaded(
    (signal) => planUndo(id, choices, signal),
    [id, [...choices.left].toSorted(), choices.decided],
  );
  const applying = useAction();
  const { value, error, isLoading, reload } = planned;
  const { chosen } = value ?? {};
  const apply = async (reason: string | null) => {
    const goOn = wayOn();
    try {
      const undo = await applyUndo(chosen!.asked, chosen!.plan.planHash, reason);
      goOn(['activity', undo]);
      tell(
        <p>
          {texts.undo.done} <ChangeSetLink id={id}>{texts.undo.backTo}</ChangeSetLink>
        </p>,
      );
    } catch (refused) {
      if (!isPlanStale(refused)) throw refused;
      setStale({ error: refused, moved: refused.details.moved });
      reload();
    }
  };
  return (
    <>
      <p class="crumbs">
        <ChangeSetLink id={id}>{texts.changeSet.title}</ChangeSetLink>
      </p>
      <header class="screen-head">
        <ScreenTitle name={texts.undo.title} />
      </header>
      <p class="hint">{texts.undo.explain}</p>
      {stale && <StalePlan error={stale.error} moved={stale.moved} names={value?.names ?? new Map()} />}
      <Failure error={error} onRetry={reload} />
      {!value && isLoading && <p class="waiting">{texts.undo.planning}</p>}
      {value?.whole.steps.length === 0 && <p class="empty">{texts.undo.nothing}</p>}
      {value && value.whole.steps.length > 0 && (
        <>
          <UndoSteps planned={value} choices={choices} moved={stale?.moved ?? []} onChoose={setChoices} />
          <ApplyUndo plan={chosen?.plan} isPlanning={isLoading} applying={applying} onApply={apply} />
        </>
      )}
    </>
  );
}
