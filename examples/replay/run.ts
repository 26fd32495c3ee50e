import { createClient, PalimpsestError } from '../../sdk/src/index.js';
import type { Commit } from './commit.js';
import { after, type Folder } from './folder.js';
import type { ReplayOptions } from './options.js';
import { Progress } from './progress.js';
import { readCommits } from './read-commits.js';
import { Replay } from './replay.js';
import { Verification } from './verification.js';

const shownDifferences = 20;
/** Of so many documents, those with the most revisions, the lines are traced. */
const tracedDocuments = 20;
/** As of so many commits, from the first to the last, all posts are compared. */
const comparedInstants = 50;

/** A commit that the server refuses. */
export class CommitRefused extends Error {
  override readonly name = 'CommitRefused';
}

/**
 * Replays a revisions file and verifies what the server kept of it; prints both.
 *
 * @returns how many differences there are
 * @throws RevisionsError, CommitRefused, PalimpsestError
 */
export async function run({ file, url, token }: ReplayOptions, print: (line: string) => void): Promise<number> {
  const client = createClient({ url, token });
  const replay = new Replay(client);
  await replayAll(file, replay, print);

  const verification = new Verification(client);
  const started = performance.now();
  const { documents, commits } = replay;
  const progress = new Progress('Verifying', documents.length);
  for (const [index, document] of documents.entries()) {
    await verification.checkHistory(document);
    progress.show(index + 1, 'documents');
  }
  await verification.checkChangeSets(commits, documents);
  const longest = documents.toSorted((a, b) => b.versions.length - a.versions.length);
  for (const document of longest.slice(0, tracedDocuments)) await verification.checkLines(document);
  await checkInstants(verification, replay);
  const living = await verification.checkLiving(replay);

  const { differences, versions, changeSets } = verification;
  const compared = `${documents.length} documents, ${versions} versions, ${changeSets.size} change sets, ${verification.instants} instants, ${living} living posts`;
  print(`Compared ${compared} in ${seconds(started)} s.`);
  print(`${differences.count} differences.`);
  for (const sentence of differences.first(shownDifferences)) print(`  ${sentence}`);
  if (differences.count > shownDifferences) print(`  and ${differences.count - shownDifferences} more`);
  return differences.count;
}

async function checkInstants(verification: Verification, { commits, documents }: Replay): Promise<void> {
  const { changeSets } = verification;
  const every = Math.max(1, changeSets.size / comparedInstants);
  let folder: Folder = new Map();
  let passed = 0;
  for (const commit of commits) {
    folder = after(folder, commit);
    const changeSet = changeSets.get(commit);
    if (!changeSet) continue;
    passed += 1;
    if (Math.floor(passed / every) > Math.floor((passed - 1) / every)) {
      await verification.checkInstant(commit, { changeSet: changeSet.id, folder, documents });
    }
  }
}

async function replayAll(file: string, replay: Replay, print: (line: string) => void): Promise<void> {
  const total = await countCommits(file);
  const progress = new Progress('Replaying', total);
  const started = performance.now();
  const rate = () => `${Math.round(replay.changes / ((performance.now() - started) / 1000))} revisions/s`;
  for await (const commit of readCommits(file)) {
    await replay.commit(commit).catch((error: unknown) => {
      throw refusal(error, commit, replay.commits.length + 1);
    });
    progress.show(replay.commits.length, `commits, ${rate()}`);
  }
  print(`Replayed ${total} commits, ${replay.changes} revisions of files in ${seconds(started)} s: ${rate()}.`);
}

/** Reads the file once ahead: to know how much there is to do, and that all of it can be read. */
async function countCommits(file: string): Promise<number> {
  let count = 0;
  const commits = readCommits(file);
  while (!(await commits.next()).done) count += 1;
  return count;
}

function refusal(error: unknown, { commit }: Commit, number: number): unknown {
  if (!(error instanceof PalimpsestError)) return error;
  const place = error.path ? ` at ${error.path.join('.')}` : '';
  return new CommitRefused(`Commit ${commit} (line ${number}) was refused${place}: ${error.message}`, { cause: error });
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
