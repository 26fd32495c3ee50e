import { parseArgs } from 'node:util';

/**
 * What a measurement's command line asks for. Help, and one sentence on what does not fit, are printed.
 *
 * @param read gives undefined where help is asked for; throws what does not fit
 * @returns undefined where there is nothing to do
 */
export function commandLine<Options>(usage: string, read: () => Options | undefined): Options | undefined {
  try {
    const options = read();
    if (options === undefined) console.log(usage);
    return options;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exitCode = 1;
    return undefined;
  }
}

/** What is read of the command line of a measurement that has no options. */
export function noOptions(): object | undefined {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
  return values.help ? undefined : {};
}

/**
 * The number that a text is.
 *
 * @param name as the usage has it: `--seconds`
 * @throws Error with one sentence where it is none
 */
export function wholeNumber(name: string, text: string, most = 999_999_999): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most) {
    throw new Error(`${name} must be a whole number from 1 to ${most}.`);
  }
  return number;
}
