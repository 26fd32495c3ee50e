import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Progress, type ProgressOutput } from '../../examples/replay/progress.js';

/** What a progress over four steps writes. */
function written(isTTY: boolean): string {
  const stream: PassThrough & ProgressOutput = Object.assign(new PassThrough(), { isTTY });
  const progress = new Progress('Replaying', 4, stream);
  for (const done of [1, 2, 2, 4]) progress.show(done, 'commits');
  return String(stream.read());
}

describe('the progress', () => {
  it('is a bar that is drawn anew on a terminal', () => {
    const frames = written(true).split('\r\u001B[K').slice(1);
    expect(frames).toEqual([
      `${'█'.repeat(8)}${'░'.repeat(22)} Replaying  25% 1/4 commits`,
      `${'█'.repeat(15)}${'░'.repeat(15)} Replaying  50% 2/4 commits`,
      `${'█'.repeat(30)} Replaying 100% 4/4 commits\n`,
    ]);
  });

  it('is plain lines elsewhere', () => {
    expect(written(false)).toBe('Replaying  25% 1/4 commits\nReplaying  50% 2/4 commits\nReplaying 100% 4/4 commits\n');
  });
});
