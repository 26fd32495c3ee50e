import { destination, type Logger, pino } from 'pino';

/** Lines are gathered for so many milliseconds, or until there are so many bytes of them: a write costs more than its line. */
const longestWait = 100;
const mostGathered = 4096;

/** Opens the log. What it has gathered is written when the process ends, unless that is killed. */
export function openLog(fd: number, level: string): Logger {
  const lines = destination({ fd, sync: true, minLength: mostGathered, periodicFlush: longestWait });
  process.once('exit', () => lines.flushSync());
  return pino({ level }, lines);
}
