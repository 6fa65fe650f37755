// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a template of the project, not of this file
// The small project of the demo and of the recording in the README, and the answers of its stand-in server.
import { startFakeOllama } from '../test/fakes/ollama-server.mjs';

export const QUESTION = 'where is the greeting made, and what happens without a name?';
export const TASK = 'add a --shout flag to the command line and run nothing';

export const TEST_QUESTION = 'what does the test cover?';
export const WHY_QUESTION = 'and what does it leave out?';

export const DEMO_FILES = {
  'src/greet.js':
    "/** The greeting for a person; a friend when nobody is named. */\nexport function greet(name = 'friend') {\n  return `Hello, ${name}!`;\n}\n",
  'src/cli.js':
    "import { greet } from './greet.js';\n\nconst args = process.argv.slice(2);\nconst name = args.find((arg) => !arg.startsWith('--'));\n\nconsole.log(greet(name));\n",
  'test/greet.test.js':
    "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { greet } from '../src/greet.js';\n\ntest('greets', () => assert.equal(greet('Ada'), 'Hello, Ada!'));\n",
  'package.json': '{ "name": "greeter", "version": "1.0.0", "type": "module", "bin": "src/cli.js" }\n',
  'README.md': '# greeter\n\nSays hello.\n',
};

const EDITS = [
  {
    old_text: "const name = args.find((arg) => !arg.startsWith('--'));",
    new_text: "const name = args.find((arg) => !arg.startsWith('--'));\nconst shout = args.includes('--shout');",
  },
  { old_text: 'console.log(greet(name));', new_text: 'const greeting = greet(name);\nconsole.log(shout ? greeting.toUpperCase() : greeting);' },
];

/** Plays the answers in order; each is only given for the question it belongs to. */
export async function startDemoServer({ chunkDelayMs = 15 } = {}) {
  const server = await startFakeOllama({
    models: [{ name: 'stand-in:demo', capabilities: ['completion', 'tools'], contextLength: 32768 }],
    chunkDelayMs,
    rest: (request) => answer(request.body.messages),
  });
  return { url: server.url, model: 'stand-in:demo', standIn: true, close: () => server.close() };
}

function answer(messages) {
  if (messages[0]?.content.startsWith('You shorten conversations')) {
    return 'The greeting is made by greet in src/greet.js (lines 2-4); without a name it says "Hello, friend!". A --shout flag was added to src/cli.js and taken back.';
  }
  const question = messages.findLast((message) => message.role === 'user')?.content ?? '';
  const results = messages.length - 1 - messages.findLastIndex((message) => message.role === 'user');
  if (question.includes(TEST_QUESTION)) return 'One case: `greet("Ada")` gives "Hello, Ada!" (test/greet.test.js, line 5).';
  if (question.includes(WHY_QUESTION)) return 'The default: nothing checks that `greet()` says "Hello, friend!". The command line is not tested either.';
  if (!question.includes(TASK)) {
    return 'The greeting is made by `greet` in src/greet.js (lines 2-4). Without a name its default steps in: `greet()` returns "Hello, friend!". src/cli.js calls it with the first argument that is no flag.';
  }
  if (results === 0) return { calls: [{ name: 'read', args: { path: 'src/cli.js' } }] };
  if (results === 2)
    return { text: 'I will read the flag beside the name and use it when printing.', calls: [{ name: 'edit', args: { path: 'src/cli.js', edits: EDITS } }] };
  return 'Done: src/cli.js now takes --shout and prints the greeting in capitals. Nothing was run.';
}
