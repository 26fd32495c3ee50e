import { useId } from 'preact/hooks';
import type { MergeHunk, TextMerge } from '../../../../sdk/src/merge.js';
import { SafeText } from '../../components/safe-text.js';
import { withLineEnds } from '../../model/line-ends.js';
import { type HunkChoice, mergedText, openHunks } from '../../model/resolution.js';
import { texts } from '../../texts.js';

type Choices = readonly (HunkChoice | undefined)[];

interface MergeEditorProps {
  readonly hunks: TextMerge['hunks'];
  readonly choices: Choices;
  readonly text: string;
  /** @param undecided of how many contested lines nobody has decided */
  readonly onInput: (text: string, choices: Choices, undecided: number) => void;
}

/**
 * A long text that both sides changed: merged by line, to be decided where the same lines were changed, and edited. Once it is
 * edited, lines are not chosen any more, for that would put other text in place of what was written.
 */
export function MergeEditor({ hunks, choices, text, onInput }: MergeEditorProps) {
  const id = useId();
  const isEdited = text !== mergedText(hunks, choices);
  const take = (chosen: Choices) => onInput(mergedText(hunks, chosen), chosen, openHunks(hunks, chosen));
  const choose = (n: number, choice: HunkChoice) => {
    const chosen = [...choices];
    chosen[n] = choice;
    take(chosen);
  };
  const contested = hunks.filter((hunk) => hunk.kind === 'contested');
  return (
    <div class="merge">
      <p class="hint">{texts.conflict.mergedHint}</p>
      {hunks.map((hunk, n) =>
        hunk.kind === 'contested' ? (
          <ContestedLines
            key={n}
            hunk={hunk}
            number={contested.indexOf(hunk)}
            choice={choices[contested.indexOf(hunk)]}
            isEdited={isEdited}
            onChoose={choose}
          />
        ) : (
          hunk.by !== 'neither' && <AgreedLines key={n} hunk={hunk} />
        ),
      )}
      <label for={id}>{texts.conflict.merged}</label>
      <textarea
        id={id}
        class="document"
        rows={Math.min(24, text.split('\n', 24).length + 1)}
        value={text}
        onInput={({ currentTarget }) => onInput(withLineEnds(text, currentTarget.value), choices, 0)}
      />
      {isEdited && (
        <p class="hint">
          {texts.conflict.editedHint}{' '}
          <button type="button" class="link" onClick={() => take(choices)}>
            {texts.conflict.dropEdits}
          </button>
        </p>
      )}
    </div>
  );
}

function AgreedLines({ hunk: { by, lines } }: { readonly hunk: MergeHunk & { readonly kind: 'agreed' } }) {
  return (
    <div class={`hunk hunk-${by}`}>
      <span class="badge">{texts.conflict.linesOf[by]}</span>
      <Lines lines={lines} />
    </div>
  );
}

interface ContestedLinesProps {
  readonly hunk: MergeHunk & { readonly kind: 'contested' };
  readonly number: number;
  readonly choice: HunkChoice | undefined;
  readonly isEdited: boolean;
  readonly onChoose: (number: number, choice: HunkChoice) => void;
}

const sides = [
  ['theirs', texts.conflict.takeTheirs],
  ['yours', texts.conflict.takeYours],
  ['both', texts.conflict.takeBoth],
] as const;

function ContestedLines({ hunk, number, choice, isEdited, onChoose }: ContestedLinesProps) {
  return (
    <div class="hunk hunk-contested" role="group" aria-label={texts.conflict.contestedLines(number + 1)}>
      <div class="hunk-sides">
        {(['theirs', 'yours'] as const).map((side) => (
          <div key={side}>
            <span class="badge">{texts.conflict[side]}</span>
            <Lines lines={hunk[side]} />
          </div>
        ))}
      </div>
      <p class="actions">
        {sides.map(([side, word]) => (
          <button
            key={side}
            type="button"
            aria-pressed={choice === side}
            disabled={isEdited}
            onClick={() => onChoose(number, side)}
          >
            {word}
          </button>
        ))}
      </p>
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <pre>
      <SafeText text={lines.slice(0, 200).join('\n')} />
    </pre>
  );
}
