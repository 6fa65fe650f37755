import type { Command } from 'commander';
import { addAcpCommand } from './acp.js';
import { addAuthCommand } from './auth.js';
import { addCompletionCommand } from './completion.js';
import { addConfigCommand } from './config.js';
import { addContextCommand } from './context.js';
import { addDoctorCommand } from './doctor.js';
import { addIndexCommand } from './index-command.js';
import { addInitCommand } from './init.js';
import { addMcpCommand } from './mcp.js';
import { addModelsCommand } from './models.js';
import { addPermissionsCommand } from './permissions.js';
import { addPromptCommand } from './prompt.js';
import { addSessionsCommand } from './sessions.js';
import type { Start } from './start.js';
import { addSymbolsCommand } from './symbols.js';
import { addToolsCommand } from './tools.js';
import { addTrustCommand } from './trust.js';
import { addUndoCommand } from './undo.js';

/** One line a command. Their modules are light; what is heavy they import when they run. */
export function addCommands(program: Command, start: Start): void {
  addAcpCommand(program, start);
  addAuthCommand(program, start);
  addCompletionCommand(program, start);
  addConfigCommand(program, start);
  addContextCommand(program, start);
  addDoctorCommand(program, start);
  addIndexCommand(program, start);
  addInitCommand(program, start);
  addMcpCommand(program, start);
  addModelsCommand(program, start);
  addPermissionsCommand(program, start);
  addPromptCommand(program, start);
  addSessionsCommand(program, start);
  addSymbolsCommand(program, start);
  addToolsCommand(program, start);
  addTrustCommand(program, start);
  addUndoCommand(program, start);
}
