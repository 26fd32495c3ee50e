import { Command } from 'commander';
import { Shutdown } from './shutdown.js';

export function serveCommand(): Command {
  return new Command('serve').description('run the server; settings come from the environment').action(async () => {
    const shutdown = new Shutdown();
    const { runServe } = await import('./run-serve.js');
    await runServe(shutdown);
  });
}
