import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';
import { findPrograms } from '../../lib/find-program.js';

/** `which`: where a program lies on PATH; no process is started. */
export const which = defineTool({
  name: 'which',
  description: 'Where a program is installed.',
  input: () => z.object({ name: z.string().min(1).max(200) }),
  set: 'system',
  kind: 'read',
  aliases: ['where', 'which_command'],
  argAliases: { command: 'name', program: 'name', binary: 'name' },
  async run({ name }, context) {
    if (/[\0\s/\\]/.test(name)) throw new ToolError('invalid_args', `"${name}" is not the name of one program`);
    const found = findPrograms(name, context.cwd);
    if (found.length === 0) throw new ToolError('not_found', `${name} is not on PATH.`);
    return { text: found.join('\n'), data: { paths: found } };
  },
});
