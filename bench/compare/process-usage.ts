import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

/** Where the kernel tells of processes; only Linux has it. */
const hasProc = existsSync('/proc/self/stat');
const ticksPerSecond = hasProc ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : Number.NaN;

/** What a process holds in memory, in MB. */
export interface Memory {
  readonly now: number;
  /** The most that it ever held. */
  readonly most: number;
}

/** Seconds of CPU that a process has used; not a number where nobody tells. */
export async function cpuOf(pid: number): Promise<number> {
  const stat = await statOf(pid);
  return stat ? stat.own : Number.NaN;
}

/** Seconds of CPU that a process and its children have used, those that have ended too. */
export async function cpuWithChildren(pid: number): Promise<number> {
  const parent = await statOf(pid);
  if (!parent) return Number.NaN;
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const children = (await Promise.all(all.map((name) => statOf(Number(name))))).filter((stat) => stat?.parent === pid);
  return children.reduce((sum, child) => sum + child!.own, parent.own + parent.ended);
}

/** Undefined where nobody tells. */
export async function memoryOf(pid: number): Promise<Memory | undefined> {
  if (!hasProc) return undefined;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

interface Stat {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended. */
  readonly ended: number;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, fields 4 and 14 to 17. */
async function statOf(pid: number): Promise<Stat | undefined> {
  if (!hasProc) return undefined;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, in parentheses, may hold anything.
  const fields = stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  if (!fields) return undefined;
  const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((n) => fields[n]!) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { parent, own: (user + system) / ticksPerSecond, ended: (endedUser + endedSystem) / ticksPerSecond };
}
