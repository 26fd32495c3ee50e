/** A file that is being written. */
export interface FileSink {
  write(text: string): Promise<void>;
  /** All has been written: the file is there. */
  close(): Promise<void>;
  /** It is wanted no longer: there is no file. */
  discard(): Promise<void>;
}
