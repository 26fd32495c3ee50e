import { Command } from 'commander';
import { backfillCommand } from './backfill.js';
import { holdCommand } from './hold.js';
import { auditCommand } from './audit.js';
import { diffCommand } from './diff.js';
import { historyCommand } from './history.js';
import { migrateCommand } from './migrate.js';
import { orgCommand } from './org.js';
import { purgeCommand } from './purge.js';
import { schemaCommand } from './schema.js';
import { seedCommand } from './seed.js';
import { verifyCommand } from './verify.js';
import { serveCommand } from './serve.js';
import { tellRequired } from './tell-required.js';
import { tokenCommand } from './token.js';
import { undoCommand } from './undo.js';

/** The command line: what there is to do, each by its command. */
export const program = tellRequired(
  new Command('palimpsest')
    .description('A GraphQL API server on PostgreSQL whose records never lose their past.')
    .addCommand(serveCommand())
    .addCommand(migrateCommand())
    .addCommand(seedCommand())
    .addCommand(verifyCommand())
    .addCommand(backfillCommand())
    .addCommand(purgeCommand())
    .addCommand(holdCommand())
    .addCommand(undoCommand())
    .addCommand(historyCommand())
    .addCommand(diffCommand())
    .addCommand(auditCommand())
    .addCommand(orgCommand())
    .addCommand(tokenCommand())
    .addCommand(schemaCommand())
    .addHelpText('after', '\nSettings come from the environment; docs/settings.md lists them.'),
);
