import { useMemo, useState } from 'preact/hooks';
import { compareLines, compareWords, type DiffLine, type Gap, withGaps } from '../model/text-diff.js';
import { texts } from '../texts.js';
import { Spans } from './spans.js';

const marks = { same: ' ', added: '+', removed: '−' } as const;
const words = { same: '', added: texts.compare.added, removed: texts.compare.removed } as const;

/** Rows that are shown at once: a text may have a million lines. */
const mostRows = 400;

/** Two texts, with what differs marked: short ones as one text, others line by line. */
export function TextDiff({ before, after }: { readonly before: string; readonly after: string }) {
  if (isShort(before) && isShort(after)) {
    return (
      <p class="diff-words">
        <Spans spans={compareWords(before, after)} />
      </p>
    );
  }
  return <LineDiff before={before} after={after} />;
}

function isShort(text: string): boolean {
  return text.length < 300 && !text.includes('\n');
}

function LineDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const rows = useMemo(() => withGaps(compareLines(before, after)), [before, after]);
  const [shown, setShown] = useState(mostRows);
  return (
    <div class="diff-scroll" tabIndex={0} role="group" aria-label={texts.compare.onlyChanged}>
      <table class="diff-lines">
        <tbody>
          {rows
            .slice(0, shown)
            .map((row, n) => (row.kind === 'gap' ? <GapRow key={n} gap={row} /> : <LineRow key={n} line={row} />))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" class="link" onClick={() => setShown(shown + mostRows)}>
          {texts.compare.cut} ({rows.length - shown})
        </button>
      )}
    </div>
  );
}

function LineRow({ line }: { readonly line: DiffLine }) {
  return (
    <tr class={`line-${line.kind}`}>
      <td class="line-number">{line.before}</td>
      <td class="line-number">{line.after}</td>
      <td class="line-mark">
        <span aria-hidden="true">{marks[line.kind]}</span>
        <span class="only-read">{words[line.kind]}</span>
      </td>
      <td class="line-text">
        <Spans spans={line.spans} />
      </td>
    </tr>
  );
}

function GapRow({ gap }: { readonly gap: Gap }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) {
    const rest = gap.lines.slice(mostRows);
    return (
      <>
        {gap.lines.slice(0, mostRows).map((line) => (
          <LineRow key={line.before} line={line} />
        ))}
        {rest.length > 0 && <GapRow gap={{ ...gap, lines: rest }} />}
      </>
    );
  }
  return (
    <tr class="line-gap">
      <td colSpan={4}>
        <button type="button" class="link" onClick={() => setOpen(true)}>
          {texts.compare.unchanged(gap.lines.length)}
        </button>
      </td>
    </tr>
  );
}
