import { useMemo, useState } from 'preact/hooks';
import { blameLines } from '../../api/blame.js';
import { Failure } from '../../components/failure.js';
import { ClippedText } from '../../components/clipped-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import { blameRuns } from '../../model/blame-runs.js';
import type { ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { SetBy } from './set-by.js';

interface BlamedLinesProps {
  readonly field: string;
  readonly record: ShownRecord;
  readonly place: readonly string[];
}

/** Lines that are shown at once: a page with tens of thousands of rows is slow in every browser. */
const mostLines = 1000;

/** The lines of a text, and beside them who wrote them: told once for lines that follow each other. */
export function BlamedLines({ field, record: { id, version }, place }: BlamedLinesProps) {
  const { value: lines, error, reload } = useLoaded((signal) => blameLines(id, field, signal), [id, version, field]);
  const [shown, setShown] = useState(mostLines);
  const runs = useMemo(() => blameRuns(lines?.slice(0, shown) ?? []), [lines, shown]);
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (!lines) return <p class="waiting">{texts.loading}</p>;
  return (
    <div class="diff-scroll blame-scroll" tabIndex={0} role="group" aria-label={texts.blame.hint}>
      <table class="diff-lines blame-lines">
        <thead>
          <tr>
            {[texts.blame.setBy, texts.blame.line, texts.blame.text].map((heading) => (
              <th key={heading} scope="col">
                <span class="only-read">{heading}</span>
              </th>
            ))}
          </tr>
        </thead>
        {runs.map(({ setBy, lines: run }) => (
          <tbody key={run[0]!.line}>
            {run.map(({ line, text }, n) => (
              <tr key={line}>
                {n === 0 && (
                  <th scope="rowgroup" rowSpan={run.length}>
                    <SetBy place={place} setBy={setBy} />
                  </th>
                )}
                <td class="line-number">{line}</td>
                <td class="line-text">
                  <ClippedText text={text} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {lines.length > shown && (
        <p>
          <button type="button" class="link" onClick={() => setShown(shown + mostLines)}>
            {texts.blame.more(Math.min(mostLines, lines.length - shown))}
          </button>
        </p>
      )}
    </div>
  );
}
