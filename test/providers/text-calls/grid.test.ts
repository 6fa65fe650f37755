import { describe, expect, it } from 'vitest';
import { readAnswer } from './read-answer.js';

/** Each notation with each call in each surrounding, as a whole and character by character: one call, these arguments. */

type Args = Record<string, unknown>;
type Make = (n: string, a: Args) => string;

const J = (value: unknown, _?: null, indent?: number): string => JSON.stringify(value, null, indent);

const py = (v: unknown): string =>
  typeof v === 'boolean'
    ? v
      ? 'True'
      : 'False'
    : v === null
      ? 'None'
      : typeof v === 'string'
        ? J(v)
        : Array.isArray(v)
          ? `[${v.map(py).join(', ')}]`
          : typeof v === 'object' && v
            ? '{' +
              Object.entries(v)
                .map(([k, x]) => `${J(k)}: ${py(x)}`)
                .join(', ') +
              '}'
            : String(v);
const kw = (a: Args): string =>
  Object.entries(a)
    .map(([k, v]) => `${k}=${py(v)}`)
    .join(', ');
const gem = (v: unknown): string =>
  typeof v === 'string'
    ? `<|"|>${v}<|"|>`
    : Array.isArray(v)
      ? `[${v.map(gem).join(',')}]`
      : typeof v === 'object' && v
        ? '{' +
          Object.entries(v)
            .map(([k, x]) => `${k}:${gem(x)}`)
            .join(',') +
          '}'
        : String(v);
const raw = (v: unknown): string => (typeof v === 'string' ? v : J(v));
const tags = (a: Args, f: (k: string, v: string) => string): string =>
  Object.entries(a)
    .map(([k, v]) => f(k, raw(v)))
    .join('\n');
const sq = (v: unknown): string =>
  typeof v === 'string'
    ? `'${v.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`
    : Array.isArray(v)
      ? `[${v.map(sq).join(', ')}]`
      : typeof v === 'object' && v
        ? '{' +
          Object.entries(v)
            .map(([k, x]) => `'${k}': ${sq(x)}`)
            .join(', ') +
          '}'
        : typeof v === 'boolean'
          ? v
            ? 'True'
            : 'False'
          : String(v);
/** Every notation, made from a name and arguments. */
const FORMATS: Record<string, Make> = {
  hermes: (n, a) => `<tool_call>\n${J({ name: n, arguments: a })}\n</tool_call>`,
  hermesOne: (n, a) => `<tool_call>${J({ name: n, arguments: a })}</tool_call>`,
  hermesNoClose: (n, a) => `<tool_call>\n${J({ name: n, arguments: a })}`,
  hermesSingle: (n, a) => `<tool_call>\n${sq({ name: n, arguments: a })}\n</tool_call>`,
  hermesArgsFirst: (n, a) => `<tool_call>\n${J({ arguments: a, name: n })}\n</tool_call>`,
  hermesStr: (n, a) => `<tool_call>\n${J({ name: n, arguments: J(a) })}\n</tool_call>`,
  hermesTwice: (n, a) => `<tool_call>\n${J({ name: n, arguments: J(J(a)) })}\n</tool_call>`,
  hermesId: (n, a) => `<tool_call>\n${J({ id: 'call_1', name: n, arguments: a })}\n</tool_call>`,
  hermesTrail: (n, a) => `<tool_call>\n${J({ name: n, arguments: a }).replace(/\}\}$/, ',},}')}\n</tool_call>`,
  hermesFence: (n, a) => `\`\`\`xml\n<tool_call>\n${J({ name: n, arguments: a })}\n</tool_call>\n\`\`\``,
  hermesInFence: (n, a) => `<tool_call>\n\`\`\`json\n${J({ name: n, arguments: a }, null, 2)}\n\`\`\`\n</tool_call>`,
  toolCallsArr: (n, a) => `<tool_calls>\n${J([{ name: n, arguments: a }])}\n</tool_calls>`,
  qwenxml: (n, a) => `<tool_call>\n<function=${n}>\n${tags(a, (k, v) => `<parameter=${k}>\n${v}\n</parameter>`)}\n</function>\n</tool_call>`,
  qwenxmlNoOuter: (n, a) => `<function=${n}>\n${tags(a, (k, v) => `<parameter=${k}>\n${v}\n</parameter>`)}\n</function>`,
  qwenxmlNoOpen: (n, a) => `<function=${n}>\n${tags(a, (k, v) => `<parameter=${k}>\n${v}\n</parameter>`)}\n</function>\n</tool_call>`,
  qwenxmlNoClose: (n, a) => `<tool_call>\n<function=${n}>\n${tags(a, (k, v) => `<parameter=${k}>\n${v}\n</parameter>`)}\n`,
  qwenInline: (n, a) => `<function=${n}>${tags(a, (k, v) => `<parameter=${k}>${v}</parameter>`).replaceAll('\n<param', '<param')}</function>`,
  funcJson: (n, a) => `<function=${n}>${J(a)}</function>`,
  funcName: (n, a) => `<function name="${n}">\n${tags(a, (k, v) => `<parameter name="${k}">${v}</parameter>`)}\n</function>`,
  bare: (n, a) => J({ name: n, arguments: a }),
  bareP: (n, a) => J({ name: n, parameters: a }),
  barePretty: (n, a) => J({ name: n, arguments: a }, null, 2),
  bareArr: (n, a) => J([{ name: n, arguments: a }]),
  bareType: (n, a) => J({ type: 'function', name: n, parameters: a }),
  bareFn: (n, a) => J({ type: 'function', function: { name: n, arguments: a } }),
  bareFnS: (n, a) => J({ id: 'x', type: 'function', function: { name: n, arguments: J(a) } }),
  env: (n, a) => J({ tool_calls: [{ id: 'x', type: 'function', function: { name: n, arguments: J(a) } }] }),
  envR: (n, a) => J({ role: 'assistant', content: null, tool_calls: [{ id: 'x', type: 'function', function: { name: n, arguments: J(a) } }] }),
  toolArgs: (n, a) => J({ tool: n, args: a }),
  toolInput: (n, a) => J({ tool: n, tool_input: a }),
  toolName: (n, a) => J({ tool_name: n, parameters: a }),
  action: (n, a) => J({ action: n, action_input: a }),
  fnArgs: (n, a) => J({ function: n, arguments: a }),
  anth: (n, a) => J({ type: 'tool_use', id: 'toolu_1', name: n, input: a }),
  recip: (n, a) => J({ recipient_name: `functions.${n}`, parameters: a }),
  toolUses: (n, a) => J({ tool_uses: [{ recipient_name: `functions.${n}`, parameters: a }] }),
  fenced: (n, a) => `\`\`\`json\n${J({ name: n, arguments: a }, null, 2)}\n\`\`\``,
  fencedNo: (n, a) => `\`\`\`\n${J({ name: n, arguments: a })}\n\`\`\``,
  fencedTool: (n, a) => `\`\`\`tool_call\n${J({ name: n, arguments: a })}\n\`\`\``,
  fencedTilde: (n, a) => `~~~json\n${J({ name: n, arguments: a })}\n~~~`,
  fencedOpen: (n, a) => `\`\`\`json\n${J({ name: n, arguments: a })}`,
  mistral: (n, a) => `[TOOL_CALLS] ${J([{ name: n, arguments: a }])}`,
  mistral0: (n, a) => `[TOOL_CALLS]${J([{ name: n, arguments: a }])}</s>`,
  mistralArgs: (n, a) => `[TOOL_CALLS]${n}[ARGS]${J(a)}`,
  mistralId: (n, a) => `[TOOL_CALLS]${n}[CALL_ID]abc123def[ARGS]${J(a)}`,
  mistralJ: (n, a) => `[TOOL_CALLS]${n}${J(a)}`,
  mistralObj: (n, a) => `[TOOL_CALLS] ${J({ name: n, arguments: a })}`,
  ptag: (n, a) => `<|python_tag|>${J({ name: n, parameters: a })}`,
  ptagEom: (n, a) => `<|python_tag|>${J({ name: n, parameters: a })}<|eom_id|>`,
  ptagPy: (n, a) => `<|python_tag|>${n}(${kw(a)})`,
  ptagCall: (n, a) => `<|python_tag|>${n}.call(${kw(a)})`,
  ptagFn: (n, a) => `<|python_tag|>${J({ type: 'function', name: n, parameters: a })}`,
  pystart: (n, a) => `<|python_start|>[${n}(${kw(a)})]<|python_end|>`,
  pylist: (n, a) => `[${n}(${kw(a)})]`,
  pycall: (n, a) => `${n}(${kw(a)})`,
  toolcode: (n, a) => `\`\`\`tool_code\n${n}(${kw(a)})\n\`\`\``,
  toolcodePrint: (n, a) => `\`\`\`tool_code\nprint(default_api.${n}(${kw(a)}))\n\`\`\``,
  toolcodeApi: (n, a) => `\`\`\`tool_code\ndefault_api.${n}(${kw(a)})\n\`\`\``,
  gemma4: (n, a) => `<|tool_call>call:${n}${gem(a)}<tool_call|>`,
  fgemma: (n, a) =>
    `<start_function_call>call:${n}{${Object.entries(a)
      .map(([k, v]) => `${k}:${typeof v === 'string' ? `<escape>${v}<escape>` : J(v)}`)
      .join(',')}}<end_function_call>`,
  toolTag: (n, a) => `<tool>\n${J({ name: n, parameters: a })}\n</tool>`,
  ds: (n, a) => `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>${n}\n\`\`\`json\n${J(a)}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
  ds31: (n, a) => `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>${n}<｜tool▁sep｜>${J(a)}<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
  dsEos: (n, a) => `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>${n}<｜tool▁sep｜>${J(a)}<｜tool▁call▁end｜><｜tool▁calls▁end｜><｜end▁of▁sentence｜>`,
  dsAscii: (n, a) => `<|tool_calls_begin|><|tool_call_begin|>function<|tool_sep|>${n}\n\`\`\`json\n${J(a)}\n\`\`\`<|tool_call_end|><|tool_calls_end|>`,
  dsml: (n, a) =>
    `<｜DSML｜function_calls>\n<｜DSML｜invoke name="${n}">\n${tags(a, (k, v) => `<｜DSML｜parameter name="${k}" string="true">${v}</｜DSML｜parameter>`)}\n</｜DSML｜invoke>\n</｜DSML｜function_calls>`,
  glm: (n, a) => `<tool_call>${n}\n${tags(a, (k, v) => `<arg_key>${k}</arg_key>\n<arg_value>${v}</arg_value>`)}\n</tool_call>`,
  glm1: (n, a) => `<tool_call>${n}${tags(a, (k, v) => `<arg_key>${k}</arg_key><arg_value>${v}</arg_value>`).replaceAll('\n<arg_key', '<arg_key')}</tool_call>`,
  glm4: (n, a) => `${n}\n${J(a)}`,
  harmony: (n, a) => `<|channel|>commentary to=functions.${n} <|constrain|>json<|message|>${J(a)}<|call|>`,
  harmonyA: (n, a) =>
    `<|channel|>analysis<|message|>need it<|end|><|start|>assistant<|channel|>commentary to=functions.${n} <|constrain|>json<|message|>${J(a)}<|call|>`,
  harmonyB: (n, a) => `<|start|>assistant to=functions.${n}<|channel|>commentary<|constrain|>json<|message|>${J(a)}<|call|>`,
  granite: (n, a) => `<tool_call>${J([{ name: n, arguments: a }])}`,
  granite3: (n, a) => `<|tool_call|>${J([{ name: n, arguments: a }])}`,
  phi: (n, a) => `<|tool_call|>${J([{ name: n, arguments: a }])}<|/tool_call|>`,
  functools: (n, a) => `functools${J([{ name: n, arguments: a }])}`,
  nemo: (n, a) => `<TOOLCALL>${J([{ name: n, arguments: a }])}</TOOLCALL>`,
  toolcall: (n, a) => `<toolcall>${J({ name: n, arguments: a })}</toolcall>`,
  lfm: (n, a) => `<|tool_call_start|>[${n}(${kw(a)})]<|tool_call_end|>`,
  lfmJ: (n, a) => `<|tool_call_start|>${J([{ name: n, arguments: a }])}<|tool_call_end|>`,
  olmo: (n, a) => `<function_calls>\n${n}(${kw(a)})\n</function_calls>`,
  cohere: (n, a) => `Action: \`\`\`json\n${J([{ tool_name: n, parameters: a }], null, 2)}\n\`\`\``,
  cohere0: (n, a) => `Action:\n${J([{ tool_name: n, parameters: a }], null, 2)}`,
  cohereA: (n, a) => `<|START_ACTION|>${J([{ tool_call_id: '0', tool_name: n, parameters: a }])}<|END_ACTION|>`,
  kimi: (n, a) =>
    `<|tool_calls_section_begin|><|tool_call_begin|>functions.${n}:0<|tool_call_argument_begin|>${J(a)}<|tool_call_end|><|tool_calls_section_end|>`,
  minimax: (n, a) =>
    `<minimax:tool_call>\n<invoke name="${n}">\n${tags(a, (k, v) => `<parameter name="${k}">${v}</parameter>`)}\n</invoke>\n</minimax:tool_call>`,
  seed: (n, a) => `<seed:tool_call>\n<function=${n}>\n${tags(a, (k, v) => `<parameter=${k}>${v}</parameter>`)}\n</function>\n</seed:tool_call>`,
  internlm: (n, a) => `<|action_start|><|plugin|>\n${J({ name: n, parameters: a })}<|action_end|>`,
  lms: (n, a) => `[TOOL_REQUEST]\n${J({ name: n, arguments: a })}\n[END_TOOL_REQUEST]`,
  fcall: (n, a) => `<function_call>\n${J({ name: n, arguments: a })}\n</function_call>`,
  fncall: (n, a) => `<functioncall> ${J({ name: n, arguments: a })} </functioncall>`,
  invoke: (n, a) => `<function_calls>\n<invoke name="${n}">\n${tags(a, (k, v) => `<parameter name="${k}">${v}</parameter>`)}\n</invoke>\n</function_calls>`,

  ns: (n, a) => {
    const p = 'ns1:';
    return `<${p}function_calls>\n<${p}invoke name="${n}">\n${tags(a, (k, v) => `<${p}parameter name="${k}">${v}</${p}parameter>`)}\n</${p}invoke>\n</${p}function_calls>`;
  },
  invokeBare: (n, a) => `<invoke name="${n}">\n${tags(a, (k, v) => `<parameter name="${k}">${v}</parameter>`)}\n</invoke>`,
  tagName: (n, a) => `<tool_call name="${n}">\n${tags(a, (k, v) => `<${k}>${v}</${k}>`)}\n</tool_call>`,
  tagOwn: (n, a) => `<${n}>\n${tags(a, (k, v) => `<${k}>${v}</${k}>`)}\n</${n}>`,
  tagNameArgs: (n, a) => `<tool_call>\n<name>${n}</name>\n<arguments>${J(a)}</arguments>\n</tool_call>`,
  tagNameArgsX: (n, a) => `<tool_use>\n<tool_name>${n}</tool_name>\n<parameters>\n${tags(a, (k, v) => `<${k}>${v}</${k}>`)}\n</parameters>\n</tool_use>`,
  react: (n, a) => `Thought: I need it.\nAction: ${n}\nAction Input: ${J(a)}`,
  reactObs: (n, a) => `Thought: I should look.\nAction: ${n}\nAction Input: ${J(a)}\nObservation:`,
  reactBold: (n, a) => `**Thought:** I need it.\n**Action:** ${n}\n**Action Input:** ${J(a)}`,
  reactFence: (n, a) => `Action: ${n}\nAction Input:\n\`\`\`json\n${J(a)}\n\`\`\``,
  pyfence: (n, a) => `\`\`\`tool\n${n}(${kw(a)})\n\`\`\``,
};
const edits = [{ old_text: '  if (a < b) {\n    return "x";\n  }', new_text: '  if (a <= b) {\n    return `y`;\n  }' }];
const CALLS: ReadonlyArray<readonly [string, Args]> = [
  ['read', { path: 'src/app.ts' }],
  ['read', { path: 'src/app.ts', start_line: 10, end_line: 20 }],
  ['grep', { pattern: 'foo\\(\\w+\\)\\s*\\{', path: 'src', ignore_case: true }],
  ['bash', { command: 'git log --oneline | head -5 && echo "done" > /dev/null' }],
  ['bash', { command: "grep -n 'it''s' a.txt; awk '{print $1}' b" }],
  ['write', { path: 'docs/a.md', content: '# Title\n\nUse `x` and "y".\n\n```js\nf({a: 1});\n```\n\n- it\'s <b>bold</b>\n' }],
  ['write', { path: 'src/x.py', content: 'def f(a, b):\n    """Doc."""\n    return {"k": [a, b]}\n' }],
  ['edit', { path: 'src/a.ts', edits }],
  ['glob', { pattern: '**/*.{ts,tsx}' }],
  ['find_symbol', { name: 'UserService' }],
];

const SURROUNDINGS: Record<string, (text: string) => string> = {
  plain: (t) => t,
  announced: (t) => `I'll look at the file first.\n\n${t}`,
  colon: (t) => `Let me check that:\n${t}`,
  'a thought before': (t) => `<think>\nI could call read(path="x").\n</think>\n\n${t}`,
  'an end of a thought before': (t) => `The user wants it.\n</think>\n\n${t}`,
  'line breaks': (t) => `\n\n${t}\n\n`,
  'a leaked token': (t) => `${t}<|im_end|>`,
  German: (t) => `Ich schaue mir die Datei an.\n\n${t}`,
};

/** One line break next to a tag is packing. */
const packed = (args: unknown): unknown => JSON.parse(JSON.stringify(args), (_, v: unknown) => (typeof v === 'string' ? v.replace(/^\n|\n$/g, '') : v));

for (const [format, make] of Object.entries(FORMATS)) {
  describe(format, () => {
    it.each(Object.entries(SURROUNDINGS))('%s', (name, around) => {
      if (/^react/.test(format) && /announced|colon|German/.test(name)) return;
      for (const [tool, args] of CALLS) {
        const text = around(make(tool, args));
        const answer = readAnswer(text, [1]);
        expect(
          answer.calls.map((call) => [call.name, packed(call.args)]),
          text,
        ).toEqual([[tool, packed(args)]]);
        expect(readAnswer(text, [text.length]), text).toEqual(answer);
      }
    });
  });
}
