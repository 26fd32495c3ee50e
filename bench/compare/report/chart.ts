import { type ContestantName, contestantOf } from '../contestant.js';
import type { Figures } from '../figures.js';
import { summaryOf } from '../summary.js';
import { workloads } from '../workload.js';
import { middle } from './table.js';

const width = 760;
const left = 250;
const bar = 14;
const between = 16;
const top = 66;
const colors: Readonly<Record<ContestantName, string>> = {
  palimpsest: '#b5472f',
  postgraphile: '#3f6fa8',
  floor: '#a9a9a9',
};

/** How fast each is, against the fastest at each work, as an SVG image. */
export function chartOf(figures: Figures): string {
  const { options, environment } = figures;
  const connections = middle(options.connections);
  const parts: string[] = [];
  let y = top;
  for (const { name, title } of workloads.filter(({ name }) => options.workloads.includes(name))) {
    const rates = options.contestants.flatMap((contestant) => {
      const summary = summaryOf(figures, contestant, name, connections);
      return summary ? [{ contestant, rate: summary.rate }] : [];
    });
    const most = Math.max(...rates.map(({ rate }) => rate));
    parts.push(text(left - 10, y + (rates.length * bar) / 2 + 4, title, 'end'));
    for (const { contestant, rate } of rates) {
      const length = (rate / most) * (width - left - 80);
      parts.push(
        `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="${bar - 2}" fill="${colors[contestant]}"/>`,
        text(left + length + 6, y + bar - 4, `${rate.toFixed(0)}/s`),
      );
      y += bar;
    }
    y += between;
  }
  const legend = options.contestants.map((name, n) => {
    const x = left + n * 130;
    return `<rect x="${x}" y="38" width="12" height="12" fill="${colors[name]}"/>${text(x + 18, 48, contestantOf(name).title)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${y}" fill="#ffffff"/>
${text(10, 22, `Requests a second, ${connections} at once, ${figures.size.posts} posts, ${figures.size.versions} versions, ${environment.date}`)}
${legend.join('\n')}
${parts.join('\n')}
</svg>
`;
}

function text(x: number, y: number, words: string, anchor = 'start'): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#222222">${escaped}</text>`;
}
