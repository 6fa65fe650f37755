// MCP servers cost a run that uses none of them nothing but reading the settings.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { byTurns, makeProject, write } from '../measure.mjs';
import { firstRequest, ROUNDS } from './start.mjs';

export const mcpFigures = [
  {
    name: 'start: first request with five MCP servers configured and none used',
    measure: async () => {
      const cwd = makeProject('with-servers', 30);
      const started = join(cwd, '..', 'started');
      const entry = (index) => ({ command: process.execPath, args: ['-e', `require("fs").writeFileSync(${JSON.stringify(started)}, "${index}")`] });
      const servers = Object.fromEntries([1, 2, 3, 4].map((index) => [`server${index}`, entry(index)]));
      write(cwd, '../five.json', JSON.stringify({ mcp_servers: { ...servers, web: { url: 'http://127.0.0.1:9/mcp' } } }));
      write(cwd, '../none.json', '{}');
      const first = (config) => async () => (await firstRequest(cwd, { args: ['--config', join(cwd, '..', config)] })).ms;
      const [five, none] = await byTurns(ROUNDS, first('five.json'), first('none.json'));
      if (existsSync(started)) throw new Error('a server was started');
      return [
        {
          value: `${five.toFixed(0)} ms`,
          reference: `none configured ${none.toFixed(0)} ms`,
          ratio: five / none,
          goal: '≤ 1.1 × none',
          ok: five / none <= 1.1,
        },
      ];
    },
  },
];
