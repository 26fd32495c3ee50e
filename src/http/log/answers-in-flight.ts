import type { Config } from '../../config.js';
import { DomainError } from '../../versioning/index.js';

/** Smaller answers are never refused: only large ones fill the memory. */
const smallBytes = 256 * 1024;

/** As many answers of the largest size may be on their way, and so many of one caller. */
const mostAnswers = 8;
const mostAnswersOfCaller = 2;

/** The answers that have been made and not been read yet, so that clients that do not read cannot fill the memory. */
export class AnswersInFlight {
  #bytes = 0;
  readonly #byCaller = new Map<string, number>();

  constructor(private readonly limits: Pick<Config['limits'], 'answerBytes'>) {}

  /**
   * Takes room for an answer.
   *
   * @param caller whose answers may take a part of the room, not all
   * @returns gives the room back, once
   * @throws DomainError RATE_LIMITED where there is no room; to be asked before anything is committed
   */
  reserve(caller: string, bytes: number): () => void {
    if (bytes <= smallBytes) return () => undefined;
    const { answerBytes } = this.limits;
    const ofCaller = this.#byCaller.get(caller) ?? 0;
    if (ofCaller + bytes > mostAnswersOfCaller * answerBytes || this.#bytes + bytes > mostAnswers * answerBytes) {
      throw new DomainError('RATE_LIMITED', 'Too many large answers have not been read yet; read them and try again.', {
        retryAfterSeconds: 1,
      });
    }
    this.#add(caller, bytes);
    let isHeld = true;
    return () => {
      if (isHeld) this.#add(caller, -bytes);
      isHeld = false;
    };
  }

  #add(caller: string, bytes: number): void {
    this.#bytes += bytes;
    const ofCaller = (this.#byCaller.get(caller) ?? 0) + bytes;
    if (ofCaller > 0) this.#byCaller.set(caller, ofCaller);
    else this.#byCaller.delete(caller);
  }
}
