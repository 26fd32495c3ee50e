import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program.js';

/** A fenced block: the word after the fence, and what is inside. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

const fence = /^```(\w+)\n([^]*?)^```$/gm;

/** README.md or a page of docs as it is written, to be held against what it describes. */
export class Document {
  readonly text: string;

  /**
   * Reads it.
   *
   * @param path below the root: `docs/tour.md`
   */
  constructor(readonly path: string) {
    this.text = readFileSync(join(root, path), 'utf8');
  }

  /** What stands under a heading of the second level. */
  section(title: string): string {
    const [, body] = this.text.split(`\n## ${title}\n`);
    if (body === undefined) throw new Error(`${this.path} has no section "${title}".`);
    return body.split('\n## ')[0]!;
  }

  /** The fenced blocks in their order: of a language, of the whole document unless a section is named. */
  blocks(language: string, title?: string): Block[] {
    const text = title === undefined ? this.text : this.section(title);
    return [...text.matchAll(fence)]
      .map(([, word, inner]) => ({ language: word!, text: inner! }))
      .filter((block) => block.language === language);
  }

  /** The cells of the table whose header begins with a word, code marks taken off, without the header. */
  table(firstColumn: string): string[][] {
    const lines = this.text.split('\n').map((line) => line.trimStart());
    const start = lines.findIndex((line) => line.startsWith(`| ${firstColumn} |`));
    if (start < 0) throw new Error(`${this.path} has no table that begins with "${firstColumn}".`);
    const rows = [...lines.slice(start + 2), ''];
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
