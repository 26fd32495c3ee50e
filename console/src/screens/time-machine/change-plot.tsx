import { useRef, useState } from 'preact/hooks';
import {
  type Brush,
  columnAt,
  columnByKey,
  columnHeight,
  isBrushed,
  placeOf,
  type Span,
  spanOver,
} from '../../model/change-plot.js';
import { texts } from '../../texts.js';

/** A part of time, and how much was changed in it. */
export interface Column extends Span {
  readonly count: number;
  readonly name: string;
}

interface ChangePlotProps {
  readonly columns: readonly Column[];
  /** The moment that is shown; undefined for now. */
  readonly moment: number | undefined;
  readonly onNarrow: (part: Span) => void;
}

/** In pixels, as the style sheet has it; across it is as wide as there is room. */
const height = 64;

/** Few columns are no wider than this part of it. */
const fewestPlaces = 12;

/** Columns of changes. What is pressed, or drawn over, is gone into: by mouse, by finger, or by keys. */
export function ChangePlot({ columns, moment, onNarrow }: ChangePlotProps) {
  const plot = useRef<SVGSVGElement>(null);
  const [focus, setFocus] = useState(columns.length - 1);
  const [brush, setBrush] = useState<Brush | null>(null);
  const most = Math.max(1, ...columns.map(({ count }) => count));
  const focused = Math.min(focus, columns.length - 1);
  const places = Math.max(fewestPlaces, columns.length);
  const across = (place: number) => `${(place / places) * 100}%`;
  const share = moment === undefined ? undefined : placeOf(columns, moment);

  const narrow = ({ anchor, end }: Brush) => {
    setBrush(null);
    onNarrow(spanOver(columns, anchor, end));
  };
  const move = (end: number, isMarking: boolean) => {
    setBrush(isMarking ? { anchor: brush?.anchor ?? focused, end } : null);
    setFocus(end);
    plot.current?.querySelectorAll<SVGGElement>('[role=button]')[end]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = columnByKey(event.key, focused, columns.length);
    if (to !== undefined) move(to, event.shiftKey);
    else if (event.key === 'Enter' || event.key === ' ') narrow(brush ?? { anchor: focused, end: focused });
    else return;
    event.preventDefault();
  };
  const under = (event: PointerEvent) => {
    const { left, width } = plot.current!.getBoundingClientRect();
    return Math.min(columns.length - 1, columnAt((event.clientX - left) / width, places));
  };
  return (
    <svg
      ref={plot}
      class="change-plot"
      role="group"
      aria-label={`${texts.time.plot}. ${texts.time.plotHint}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => setBrush({ anchor: under(event), end: under(event) })}
      onPointerMove={(event) => brush && event.buttons > 0 && setBrush({ ...brush, end: under(event) })}
      onPointerUp={(event) => brush && narrow({ ...brush, end: under(event) })}
      onPointerLeave={() => setBrush(null)}
    >
      {columns.map(({ from, count, name }, n) => (
        <g
          key={from}
          role="button"
          tabIndex={n === focused ? 0 : -1}
          aria-label={texts.time.part(name, texts.time.changes(count))}
          aria-pressed={brush !== null && isBrushed(brush, n)}
          onFocus={() => setFocus(n)}
          // A click without a pointer, as screen readers make it.
          onClick={({ detail }) => detail === 0 && narrow({ anchor: n, end: n })}
        >
          <title>{texts.time.part(name, texts.time.changes(count))}</title>
          <rect class="change-place" x={across(n)} y={0} width={across(1)} height={height} />
          <rect
            class="change-column"
            x={across(n + 0.1)}
            y={height - columnHeight(count, most, height)}
            width={across(0.8)}
            height={columnHeight(count, most, height)}
          />
        </g>
      ))}
      {share !== undefined && (
        <line
          class="change-moment"
          x1={across(share * columns.length)}
          x2={across(share * columns.length)}
          y1={0}
          y2={height}
        >
          <title>{texts.time.shown}</title>
        </line>
      )}
    </svg>
  );
}
