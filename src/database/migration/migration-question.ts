import { StartupError } from '../errors/startup-error.js';

/** What a migration would do to data is not clear, so none is written: a sentence for each, which says what to write. */
export class MigrationQuestion extends StartupError {
  constructor(readonly questions: readonly string[]) {
    super(questions.join('\n'));
  }
}
