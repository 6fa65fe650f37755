import type { ToolMedia } from '../../contract/tool.js';

/** What people often ask about code, for programs that offer prompts as commands. */
export interface PromptDefinition {
  name: string;
  description: string;
  arguments: Array<{ name: string; description: string; required: boolean }>;
  /** What the person says. The file of an argument `path` goes along as a resource. */
  messages(args: Readonly<Record<string, string>>): Array<{ type: 'text'; text: string } | ToolMedia>;
}

const path = (description: string, required = true) => ({ name: 'path', description, required });
const of = (args: Readonly<Record<string, string>>): string => (args.path ? ` ${args.path}` : ' the code');
const also = (words: string, value: string | undefined): string => (value ? ` ${words} ${value}.` : '');

const says =
  (words: (args: Readonly<Record<string, string>>) => string): PromptDefinition['messages'] =>
  (args) => [{ type: 'text', text: words(args) }];

export const PROMPTS: readonly PromptDefinition[] = [
  {
    name: 'code_review',
    description: 'Find bugs, risks and unclear code',
    arguments: [path('file to review'), { name: 'focus', description: 'what to look at most, such as security', required: false }],
    messages: says(
      (args) =>
        `Review${of(args)}.${also('Look most of all at', args.focus)} Name real defects first: wrong results, unhandled failures, races, security holes. For each: the line, what goes wrong and for which input, and the smallest change that mends it. Then what is hard to understand. Leave out matters of taste.`,
    ),
  },
  {
    name: 'refactor',
    description: 'Improve the structure without changing what it does',
    arguments: [path('file to refactor'), { name: 'goal', description: 'what should become better', required: false }],
    messages: says(
      (args) =>
        `Refactor${of(args)} without changing what it does.${also('The goal:', args.goal)} First say what makes it hard to change now. Then make small steps, each of which keeps the tests green. Find who uses what you change, and change them too.`,
    ),
  },
  {
    name: 'generate_tests',
    description: 'Write tests for a file',
    arguments: [path('file to test'), { name: 'framework', description: 'test framework; default: the one the project uses', required: false }],
    messages: says(
      (args) =>
        `Write tests for${of(args)}.${also('Use', args.framework)} Look at how the project tests now and do it the same way. Test what a caller would notice: the normal case, the edges, and each failure. Run them.`,
    ),
  },
  {
    name: 'explain',
    description: 'Explain how code works',
    arguments: [path('file to explain'), { name: 'symbol', description: 'function or class to explain', required: false }],
    messages: says(
      (args) =>
        `Explain${of(args)}.${also('Only', args.symbol)} Begin with what it is for in one sentence, then the way data takes through it, then what is surprising. Name functions and lines.`,
    ),
  },
  {
    name: 'debug',
    description: 'Find the cause of a failure',
    arguments: [
      { name: 'error', description: 'message, stack trace, or what happens instead of what should', required: true },
      path('file where it shows, when known', false),
    ],
    messages: says(
      (args) =>
        `Find the cause of this failure${args.path ? ` (it shows in ${args.path})` : ''}:\n\n${args.error}\n\nFollow it from where it shows to where it begins. Say what you checked. Then give the smallest change that mends the cause, and a test that fails without it.`,
    ),
  },
];
