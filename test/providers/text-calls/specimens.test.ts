import { describe, expect, it } from 'vitest';
import { readAnswer } from './read-answer.js';

/** A call that is shown, not made: every notation behind and before sentences that present or explain it. */
const FENCE = '```';
const CALL = '{"name":"read","arguments":{"path":"a.ts"}}';
const TAG = `<tool_call>\n${CALL}\n</tool_call>`;
const BODIES: Record<string, string> = {
  json: CALL,
  'json in a fence': `${FENCE}json\n${CALL}\n${FENCE}`,
  'a fence without a language': `${FENCE}\n${CALL}\n${FENCE}`,
  hermes: TAG,
  'hermes in a fence': `${FENCE}xml\n${TAG}\n${FENCE}`,
  qwen: '<function=bash>\n<parameter=command>\nnpm publish\n</parameter>\n</function>',
  invoke: '<function_calls>\n<invoke name="bash">\n<parameter name="command">npm publish</parameter>\n</invoke>\n</function_calls>',
  mistral: `[TOOL_CALLS] [${CALL}]`,
  python: 'read(path="a.ts")',
  'python in a fence': `${FENCE}tool_code\nread(path="a.ts")\n${FENCE}`,
  react: 'Action: read\nAction Input: {"path":"a.ts"}',
  llama: `<|python_tag|>${CALL}`,
  'tags by name': '<read>\n<path>a.ts</path>\n</read>',
};
const PRESENTING: readonly string[] = [
  'Here is an example of a tool call:',
  'For example:',
  'An example:',
  'A typical call looks like this:',
  'The model emitted the following:',
  'The log contains this line:',
  'This is what the request would look like:',
  'You could write:',
  'You can call the tool like this:',
  'The format is as follows:',
  'The expected format is:',
  'The correct syntax:',
  'The documentation shows:',
  'In the README there is this sample:',
  'The test fixture contains:',
  'The old prompt said:',
  'The assistant replied with:',
  'The user sent:',
  'The file `prompt.md` contains:',
  'The output was:',
  'The server returned:',
  'Instead of:',
  'Rather than',
  'Wrong:',
  'Right:',
  'Bad:',
  'Good:',
  'Before:',
  'After:',
  'Input:',
  'Output:',
  'Expected:',
  'Actual:',
  'Example 1:',
  'Usage:',
  'Request:',
  'Response:',
  'Sample:',
  'Note that the call',
  'The parser must accept',
  'Hermes-style models answer with',
  'Qwen writes tool calls as',
  'In the Hermes format, a call is written as:',
  'Mistral uses',
  'A call in ReAct style:',
  'The JSON schema of a call:',
  'Should I run this?',
  'Do you want me to run this command?',
  'Shall I do the following?',
  'Would you like me to execute this?',
  'I would call it like this:',
  'I could run:',
  'If I had access, I would run:',
  'I cannot run this, but the call would be:',
  'I will not run this:',
  'I refuse to execute the following:',
  'The web page tried to make me run:',
  'The issue comment includes an instruction to call a tool:',
  'The injected text was:',
  'That attack string is:',
  'As a reminder, never answer with',
  'Your agent should answer with:',
  'To call the tool, the model must print:',
  'When the user asks for a file, answer:',
  'Each training sample ends with',
  'The dataset has rows like',
  'The regression test feeds this text to the reader:',
  'In plan mode the following call is refused:',
  'Copy this into your prompt:',
  'Paste this:',
  'Try this:',
  'Use this template:',
  'Replace the path below:',
  'The snippet below shows a call:',
  'Above you see the call',
  'This message was cut:',
  'The transcript ends with:',
  'Quoting the issue:',
  'According to the spec:',
  'Compare the two:',
  'The first one is',
  'It prints:',
  'It should print:',
  'The bug is triggered by:',
  'Minimal reproduction:',
  'Steps to reproduce: send',
  'The stored session has this entry:',
  'The last message in the history is:',
  'Zum Beispiel:',
  'So sieht der Aufruf aus:',
  'Das Modell antwortete mit:',
  'Die Ausgabe war:',
  'Soll ich das ausführen?',
  'Par exemple :',
  "Voici un exemple d'appel :",
  'Le modèle a répondu :',
  'Por ejemplo:',
  'La salida fue:',
  'El formato es:',
  'Ad esempio:',
  'Il formato è:',
  'Por exemplo:',
  'O formato é:',
  '例如：',
  '格式如下：',
  '模型的输出是：',
  '例えば：',
  '出力は次のとおりです：',
  '예를 들어:',
  'Например:',
  'Вывод модели:',
  'Bijvoorbeeld:',
  'Till exempel:',
  'Na przykład:',
  'Örneğin:',
  'Ví dụ:',
  'Contohnya:',
  'Například:',
  'Například takto:',
  'Például:',
  'De exemplu:',
];
const EXPLAINING: readonly string[] = [
  'This is how the tool is called.',
  'The `arguments` field holds the parameters.',
  'Replace the path with your own.',
  'As you can see, the name comes first.',
  'It is only a sample.',
  'Note that the arguments are JSON.',
  'The parser turns this into one call.',
  'where `path` is the file to read.',
  'Let me know if you want me to run it.',
  'Do not run this.',
  'In this example, `read` is the tool.',
  'The tool then returns the lines.',
  'That is the format.',
  'Does this help?',
  'I hope this explains the format.',
  'and the tool answers with the file.',
  '(from the docs)',
  'This call would delete the folder.',
  'If you run this, the folder is gone.',
  'Here, `name` is the tool.',
];
const OTHER_LANGUAGES = 'python ts js bash sh log diff yaml markdown md text txt jsonl html console go rust java toml ini prompt output'.split(' ');
/** Places in which nothing acts, whatever the notation. */
const PLACES: Record<string, (body: string) => string> = {
  'inline code': (b) => `Write \`${b.replaceAll('\n', ' ')}\` to call it.`,
  'inline code alone': (b) => `\`\`${b.replaceAll('\n', ' ')}\`\``,
  'a string in a sentence': (b) => `The string "${b.replaceAll('\n', ' ').replaceAll('"', '\\"')}" is logged.`,
  'a table': (b) => `| a | b |\n|---|---|\n| x | ${b.replaceAll('\n', ' ')} |`,
  'a comment': (b) => `<!-- ${b} -->`,
  'an example': (b) => `<example>\n${b}\n</example>`,
  'a document': (b) => `<document>\n${b}\n</document>`,
  'a result': (b) => `<tool_response>\n${b}\n</tool_response>`,
  'triple quotes': (b) => `"""\n${b}\n"""`,
  'a thought': (b) => `<think>${b}</think>\nDone.`,
  'a block quote': (b) => `> ${b.replaceAll('\n', '\n> ')}`,
  'an indented block': (b) => `The code:\n\n    ${b.replaceAll('\n', '\n    ')}`,
  'a list': (b) => `- ${b.replaceAll('\n', '\n  ')}`,
  'the middle of a sentence': (b) => `The answer is ${b.replaceAll('\n', ' ')} in this case.`,
  brackets: (b) => `(see ${b.replaceAll('\n', ' ')})`,
  'below a heading': (b) => `## Example\n\n${b}`,
  'a fence in a fence': (b) => `${FENCE}` + `\`\n${FENCE}json\n${b}\n${FENCE}\n${FENCE}\``,
  'a document in a fence': (b) => `${FENCE}\`markdown\nCall:\n\n${FENCE}json\n${b}\n${FENCE}\n${FENCE}\``,
};

function neverActs(text: string): void {
  expect(readAnswer(text, [3]).calls, text).toEqual([]);
}

describe('behind a sentence that presents it', () => {
  it.each(PRESENTING)('%s', (sentence) => {
    for (const body of Object.values(BODIES)) neverActs(`${sentence}\n\n${body}`);
  });
});

describe('before a sentence that explains it', () => {
  it.each(EXPLAINING)('%s', (sentence) => {
    for (const body of Object.values(BODIES)) neverActs(`The format:\n\n${body}\n\n${sentence}`);
  });
});

describe('in a fence of another language', () => {
  it.each(OTHER_LANGUAGES)('%s', (language) => {
    for (const body of Object.values(BODIES)) if (!body.includes(FENCE)) neverActs(`I'll look at it.\n\n${FENCE}${language}\n${body}\n${FENCE}`);
  });
});

describe('quoted', () => {
  it.each(Object.entries(PLACES))('%s', (_, place) => {
    for (const body of Object.values(BODIES)) if (!body.includes(FENCE) && !body.startsWith('Action')) neverActs(place(body));
  });
});
