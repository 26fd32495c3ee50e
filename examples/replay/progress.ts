/** Where progress is shown. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;

/** Shows how far a long work has come: a bar that is drawn anew on a terminal, a line each tenth elsewhere. */
export class Progress {
  #shown = -1;

  constructor(
    private readonly label: string,
    private readonly total: number,
    private readonly output: ProgressOutput = process.stderr,
  ) {}

  /** @param note a few words to show behind it */
  show(done: number, note = ''): void {
    const part = this.total === 0 ? 1 : done / this.total;
    const step = Math.floor(part * (this.output.isTTY ? 1000 : 10));
    if (step === this.#shown) return;
    this.#shown = step;
    const percent = `${Math.floor(part * 100)}%`.padStart(4);
    const text = `${this.label} ${percent} ${done}/${this.total} ${note}`.trimEnd();
    if (!this.output.isTTY) {
      this.output.write(`${text}\n`);
      return;
    }
    const filled = Math.round(part * width);
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
    this.output.write(`\r\u001B[K${bar} ${text}${done === this.total ? '\n' : ''}`);
  }
}
