// The client under test of the official conformance suite: our manager against the server whose address is the last argument.
import { createMcpManager } from '../../../src/mcp/index.js';

const url = process.argv.at(-1) ?? '';
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}') as Record<string, string>;
/** What a person would have written into the settings for this login server. */
const oauth: Record<string, string> = {
  ...(context.client_id ? { client_id: context.client_id } : {}),
  ...(context.client_secret ? { client_secret: context.client_secret } : {}),
  ...(context.private_key_pem ? { private_key: context.private_key_pem } : {}),
  ...(context.signing_algorithm ? { algorithm: context.signing_algorithm } : {}),
  ...(scenario.includes('client-credentials') ? { grant: 'client_credentials' } : {}),
  // The address the suite knows as that of a client's own document.
  ...(scenario === 'auth/basic-cimd' ? { client_metadata_url: 'https://conformance-test.local/client-metadata.json' } : {}),
};
const kept = new Map<string, string>();
const manager = createMcpManager({
  servers: {
    suite: { url, ...(Object.keys(oauth).length > 0 ? { oauth } : {}) },
  },
  cwd: process.cwd(),
  roots: [process.cwd()],
  environment: (extra) => extra,
  onNotice: (text) => process.stderr.write(`${text}\n`),
  // A person who fills in nothing: defaults apply.
  elicit: async () => ({ action: 'accept', content: {} }),
  tokens: {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  },
  // The suite's login server sends the browser straight back.
  openBrowser: async (address) => {
    void fetch(address).then(
      (response) => response.text(),
      () => {},
    );
  },
  timeouts: { start: 60_000, login: 60_000 },
});

const signal = AbortSignal.timeout(110_000);
const ARGUMENTS: Record<string, Record<string, unknown>> = { add_numbers: { a: 5, b: 3 } };
try {
  for (const { name } of await manager.connect('suite', signal)) {
    const tool = await manager.findTool('suite', name, signal);
    const context = { signal, budget: 10_000, progress: () => {} } as unknown as Parameters<typeof tool.run>[1];
    const output = await tool.run(ARGUMENTS[name] ?? {}, context);
    process.stdout.write(`${scenario} ${name}: ${output.text}\n`);
  }
} catch (error) {
  process.stderr.write(`${scenario}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await manager.close();
}
