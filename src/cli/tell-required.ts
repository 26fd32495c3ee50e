import { type Command, Help, type Option } from 'commander';

const usual = new Help();

/** Has the help of a command, and of those below it, say which options must be given. */
export function tellRequired(command: Command): Command {
  command.configureHelp({
    optionDescription: (option: Option) => usual.optionDescription(option) + (option.mandatory ? ' (required)' : ''),
  });
  for (const below of command.commands) tellRequired(below);
  return command;
}
