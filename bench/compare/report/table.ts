import { contestantOf } from '../contestant.js';
import type { Figures } from '../figures.js';
import { type Summary, summaryOf } from '../summary.js';
import { type Workload, workloads } from '../workload.js';

/** The figures for people, in Markdown. */
export function tablesOf(figures: Figures): string {
  const { environment, options, size } = figures;
  const versions = Object.entries(environment.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Measured on ${environment.date}${environment.commit && `, at ${environment.commit}`}: ${environment.machine}; ${versions.join(', ')}.`,
    `${size.posts} posts, ${size.versions} versions; ${options.rounds} rounds of ${options.seconds} s. ${figures.verified}`,
    `\`${environment.command}\``,
    ...options.connections.map((connections) => ratesOf(figures, connections)),
    cpuOf(figures, middle(options.connections)),
    tripsOf(figures),
    memoryOf(figures),
  ].join('\n\n');
}

/** The number of connections that charts and the table of CPU are of: 16, where there were so many. */
export function middle(connections: readonly number[]): number {
  return connections.includes(16) ? 16 : connections[Math.floor(connections.length / 2)]!;
}

function ratesOf(figures: Figures, connections: number): string {
  const names = figures.options.contestants;
  const rows = done(figures).map(({ name, title }) => {
    const all = names.map((contestant) => summaryOf(figures, contestant, name, connections));
    const own = summaryOf(figures, 'palimpsest', name, connections);
    const against = (['floor', 'postgraphile'] as const).map((other) =>
      ratio(own, summaryOf(figures, other, name, connections)),
    );
    return [title, ...all.map(rate), ...against, own ? `${own.p50.toFixed(1)} / ${own.p99.toFixed(1)}` : '-'];
  });
  const heads = names.map((name) => contestantOf(name).title);
  return `Requests a second with ${connections} at once: the median (the least to the most)\n\n${markdown(
    ['work', ...heads, 'to the floor', 'to PostGraphile', 'ms, half / 99 of 100 answered'],
    rows,
  )}`;
}

function cpuOf(figures: Figures, connections: number): string {
  const names = figures.options.contestants;
  const rows = done(figures).map(({ name, title }) => [
    title,
    ...names.map((contestant) => {
      const summary = summaryOf(figures, contestant, name, connections);
      return summary?.serverCpu == null ? '-' : `${summary.serverCpu.toFixed(2)} + ${summary.databaseCpu!.toFixed(2)}`;
    }),
  ]);
  const heads = names.map((name) => contestantOf(name).title);
  return `Seconds of CPU for 1,000 requests with ${connections} at once: server + database\n\n${markdown(['work', ...heads], rows)}`;
}

function tripsOf({ trips, options }: Figures): string {
  const rows = workloads
    .filter(({ name }) => options.workloads.includes(name))
    .map(({ name, title }) => [
      title,
      ...options.contestants.map((contestant) => {
        const found = trips.find((one) => one.contestant === contestant && one.workload === name);
        return found ? `${found.roundTrips} / ${found.executions}` : '-';
      }),
    ]);
  const heads = options.contestants.map((name) => contestantOf(name).title);
  return `Trips to the database / statements run, of one request\n\n${markdown(['work', ...heads], rows)}`;
}

function memoryOf({ memory }: Figures): string {
  const rows = memory.map(({ contestant, idle, after }) => [
    contestantOf(contestant).title,
    idle?.now.toFixed(0) ?? '-',
    after?.most.toFixed(0) ?? '-',
  ]);
  return `Memory (resident, MB)\n\n${markdown(['server', 'idle', 'at most'], rows)}`;
}

function done({ options }: Figures): readonly Workload[] {
  return workloads.filter(({ name }) => options.workloads.includes(name));
}

function rate(summary: Summary | undefined): string {
  if (!summary) return '-';
  const { rate, least, most, refused } = summary;
  const spread = `${rate.toFixed(0)} (${least.toFixed(0)} to ${most.toFixed(0)})`;
  return refused > 0 ? `${spread}, ${refused} refused` : spread;
}

function ratio(own: Summary | undefined, other: Summary | undefined): string {
  return own && other ? (own.rate / other.rate).toFixed(2) : '-';
}

function markdown(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, n) => (n === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
