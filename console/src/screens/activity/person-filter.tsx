import { Choice } from '../../components/choice.js';
import { type Actor, shortId } from '../../model/shown-record.js';
import { visibleText } from '../../model/visible-text.js';
import { texts } from '../../texts.js';

interface PersonFilterProps {
  /** An id; empty for anybody. */
  readonly actor: string;
  readonly people: ReadonlyMap<string, Actor>;
  readonly onChoose: (id: string) => void;
}

/** Whose changes are shown: of those who are known to have made some. */
export function PersonFilter({ actor, people, onChoose }: PersonFilterProps) {
  const { anybody, person } = texts.activity.filter;
  const options = [...people.values()].map((of) => [of.id, called(of)] as const);
  const unmet = actor !== '' && !people.has(actor) ? [[actor, shortId(actor)] as const] : [];
  return <Choice label={person} value={actor} options={[['', anybody], ...options, ...unmet]} onChange={onChoose} />;
}

function called({ displayName, kind, id }: Actor): string {
  return visibleText(displayName ?? `${texts.actorKinds[kind] ?? kind} ${shortId(id)}`);
}
