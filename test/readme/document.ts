import { readFileSync } from 'node:fs';

/** A fenced block: the word after the fence, and what is inside. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

const fence = /^```(\w+)\n([^]*?)^```$/gm;

/** README.md as it is written, to be held against what it describes. */
export class Document {
  readonly text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

  /** What stands under a heading of the second level. */
  section(title: string): string {
    const [, body] = this.text.split(`\n## ${title}\n`);
    if (body === undefined) throw new Error(`README.md has no section "${title}".`);
    return body.split('\n## ')[0]!;
  }

  /** The fenced blocks of a section, in their order; all languages unless one is named. */
  blocks(title: string, language?: string): Block[] {
    return [...this.section(title).matchAll(fence)]
      .map(([, word, text]) => ({ language: word!, text: text! }))
      .filter((block) => language === undefined || block.language === language);
  }

  /** The cells of the table whose header begins with a word, code marks taken off, without the header. */
  table(title: string, firstColumn: string): string[][] {
    const lines = this.section(title)
      .split('\n')
      .map((line) => line.trimStart());
    const start = lines.findIndex((line) => line.startsWith(`| ${firstColumn} |`));
    if (start < 0) throw new Error(`"${title}" has no table that begins with "${firstColumn}".`);
    const rows = lines.slice(start + 2);
    return rows
      .slice(
        0,
        rows.findIndex((line) => !line.startsWith('|')),
      )
      .map(cells);
  }
}

function cells(row: string): string[] {
  const inner = row.split('|').slice(1, -1);
  return inner.map((cell) => cell.trim().replace(/^`(.*)`$/, '$1'));
}
