import { describe, expect, it } from 'vitest';
import { readAnswer } from './read-answer.js';

const J = '{"name":"read","arguments":{"path":"a.ts"}}';
const T = `<tool_call>\n${J}\n</tool_call>`;
const F = `\`\`\`json\n${J}\n\`\`\``;

/** The same call in other prose: what announces it, and what presents it. */
const ANNOUNCED: readonly string[] = [
  `Thinking about it, the loader comes first.\n${T}`,
  `To answer that I need the file.\n\n${F}`,
  `I can check that for you.\n\n${T}`,
  `I'd be happy to help! Let me look at the file.\n\n${F}`,
  `The bug is in the loader, so I'll read it:\n${F}`,
  `**Plan:** read the file.\n\n${T}`,
  `${T}\nI will now wait for the result.`,
  `${T}\n\nThis will show me the file.`,
  `${T}\n\nOnce I have the content, I can answer.`,
  `${F}\n\nAfter that I'll run the tests.`,
  `1. Read the file\n2. Fix it\n\n${T}`,
  `I'll use the \`read\` tool.\n\n${F}`,
  `Ich lese zuerst die Datei:\n${T}`,
  `Schauen wir uns die Datei an.\n\n${F}`,
  `Je regarde le fichier.\n\n${F}`,
  `Regardons le fichier.\n\n${F}`,
  `Vamos a ver el archivo.\n\n${F}`,
  `Сейчас открою файл.\n\n${F}`,
  `我来读取文件。\n\n${F}`,
  `まずファイルを読みます。\n\n${F}`,
  `I'm reading it now…\n\n${F}`,
  `Looking at the file:\n\n${F}`,
  `\n\n${J}\n\n`,
  `\`\`\`json\n\n${J}\n\n\`\`\`\n`,
  `<tool_call>\n${J}\n</tool_call>\n<tool_response>\nmade up\n</tool_response>`,
  `I should read the file before I change anything.\n[TOOL_CALLS][${J}]`,
  `The user wants the entry point. I'll read it.\n\n${T}`,
  `Here is the tool call:\n\n${T}`,
  `Let me read the file for you. Here's the call:\n\n${F}`,
  `I will look at the loader.\n\nHere is the function call:\n${J}`,
];

const PRESENTED: readonly string[] = [
  `Here is the call:\n\n${F}`,
  `Here is the call that failed:\n\n${T}`,
  `The client sent two messages. Here is the tool call:\n\n${T}`,
  `Let me show you an example. Here is the call:\n\n${T}`,
  `Here is the tool call:\n\n${T}\n\nReplace the path with yours.`,
  `The user wants this call:\n\n${T}`,
  `Here's the call you asked for:\n\n${F}`,
  `This is the JSON I would send.\n\n${F}`,
  `The correct call is:\n\n${T}`,
  `Correct:\n\n${T}\n\nWrong:\n\n${F}`,
  `Input:\n\n${T}\n\nExpected: one call.`,
  `Output of the model:\n\n${T}`,
  `In version 2 the notation changed to\n\n${T}`,
  `You asked what a call is. It is this:\n\n${T}`,
  `Der Nutzer hat folgendes geschickt:\n\n${F}`,
  `Das Protokoll zeigt:\n\n${T}`,
  `Le journal contient :\n\n${T}`,
  `El registro muestra:\n\n${T}`,
  `日志显示：\n\n${T}`,
  `ログには次のように書かれています：\n\n${T}`,
  `Logi pokazują:\n\n${T}`,
  `В журнале записано:\n\n${T}`,
  `Możesz użyć:\n\n${T}`,
  `Debo ejecutar esto?\n\n${F}`,
  `我应该运行这个吗？\n\n${F}`,
  `これを実行しますか？\n\n${F}`,
  `실행할까요?\n\n${F}`,
  `I was told to run this:\n\n${T}`,
  `My previous answer was:\n\n${F}`,
  `I already did this:\n\n${F}`,
  `I have sent:\n\n${F}\n\nThe server answered 500.`,
  `I don't want to run this without your word:\n\n${T}`,
  `If you agree, I'll run:\n\n${T}`,
  `I'll run this once you confirm:\n\n${T}`,
  `Before I run this, is it all right?\n\n${T}`,
  `To see the file, send:\n\n${T}`,
  `A good prompt ends with\n\n${T}\n\nso that the model copies it.`,
  `The test passes this to the parser:\n\n${J}\n\nand expects one call.`,
  `${J}\n\nis JSON.`,
  `${T}\n\n^ that is what it printed`,
  `${F}\n\nSave this as call.json.`,
  `${F}\n\n| key | meaning |\n|---|---|\n| name | the tool |`,
  `# Tools\n\n${T}\n\n# More\n\n${T}`,
  `- hermes:\n  ${J}\n- other`,
  `\\<tool_call>${J}</tool_call>`,
  `Je pourrais appeler :\n\n${T}`,
  `Ich könnte das aufrufen:\n\n${T}`,
  `Ich habe das geschickt:\n\n${T}`,
  `Puedo ejecutar esto si quieres:\n\n${T}`,
  `我之前发送了：\n\n${T}`,
  `Я отправил это:\n\n${T}`,
  `Я могу выполнить это:\n\n${T}`,
  `J'ai envoyé :\n\n${F}`,
  `Envié esto:\n\n${F}`,
  `先ほど送信したもの：\n\n${F}`,
];

describe('prose around a call', () => {
  it.each(ANNOUNCED)('announces: %j', (answer) => {
    expect(readAnswer(answer).calls).toEqual([{ name: 'read', args: { path: 'a.ts' } }]);
  });

  it.each(PRESENTED)('presents: %j', (answer) => {
    const read = readAnswer(answer);
    expect(read.calls).toEqual([]);
    expect(read.text).toBe(answer);
  });
});
