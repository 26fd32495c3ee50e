import { RecordingDriver } from '../versioning/index.js';
import { SessionConnection } from './session-connection.js';

/** The driver of recorded changes, with connections that know for whom they work. */
export class SessionDriver extends RecordingDriver {
  // In place of the one that the library has made, which has not connected yet.
  protected override readonly connection = new SessionConnection(this.config);
}
