import type { Commit } from './commit.js';

/** What a file says and where it stands, as a post has it. */
export interface Content {
  readonly slug: string;
  readonly title: string;
  readonly body: string;
}

/** A version that the history of a document must have. */
export interface ExpectedVersion {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly content: Content;
  readonly commit: Commit;
}

/** A file and the post that it became. A path that is created again after its deletion is another document. */
export class Document {
  /** The post's id and present version; there is none before the first commit with the file is made. */
  post: { readonly id: string; readonly version: number } | undefined;
  /** Oldest first. */
  readonly versions: ExpectedVersion[] = [];

  constructor(public content: Content) {}

  get isDeleted(): boolean {
    return this.versions.at(-1)?.operation === 'DELETE';
  }
}
