import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConversation } from '../../src/cli/early-prompt.js';
import { splitWords } from '../../src/lib/split-words.js';
import { fitWidth, textWidth } from '../../src/lib/text-width.js';
import { promptArguments } from '../../src/modes/chat/commands/prompt-arguments.js';
import { createCompleter } from '../../src/modes/chat/complete.js';
import { fieldsOf, parseField } from '../../src/modes/chat/elicit.js';
import { wholeCharacter } from '../../src/modes/chat/grapheme-keys.js';
import { QuestionHistory } from '../../src/modes/chat/history.js';
import { Keyboard, type LineEnd } from '../../src/modes/chat/keyboard.js';
import { PasteReader } from '../../src/modes/chat/paste.js';

describe('pastes', () => {
  it('are the same however the keys are cut, and come back whole', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '\r', '\x1b', '[', '2', '0', '~', '日') }).filter((each) => !each.includes('\x1b[20'));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { maxLength: 6 }), (pasted, cuts) => {
        const keys = `before \x1b[200~x\r${pasted}\ry\x1b[201~ after`;
        const reader = new PasteReader();
        // A terminal hands over the first mark in one piece, or at least not the escape alone: that is a key.
        const places = [0, ...cuts.map((cut) => Math.min(cut === 8 ? 9 : cut, keys.length)).sort((a, b) => a - b), keys.length];
        const typed = places.slice(1).map((end, index) => reader.read(keys.slice(places[index], end)));
        const whole = new PasteReader();
        expect(typed.join('')).toBe(whole.read(keys));
        const kept = `x\n${pasted}\ny`.replaceAll('\r', '\n').replaceAll('\x1b', '');
        expect(reader.expand(typed.join(''))).toBe(`before ${kept} after`);
      }),
    );
  });
});

describe('keys', () => {
  it.each([
    ['\x7f', 'ab', 2, '\x7f'],
    ['\x7f', 'a👩‍👩‍👧', 9, '\x7f\x7f\x7f\x7f\x7f'],
    ['\x1b[C', '👩‍👩‍👧b', 0, '\x1b[C\x1b[C\x1b[C\x1b[C\x1b[C'],
    ['\x1b[D', 'e\u0301', 2, '\x1b[D\x1b[D'],
    ['\x7f', '', 0, '\x7f'],
    ['x', '👩‍👩‍👧', 8, 'x'],
  ])('%j beside %j', (key, line, cursor, expected) => {
    expect(wholeCharacter(key, line, cursor)).toBe(expected);
  });
});

describe('completion', () => {
  const complete = createCompleter({
    commands: () => ['help', 'history', 'kitchen'],
    paths: (start) => ['kit.ts', 'src/'].filter((path) => path.startsWith(start)),
    servers: () => [
      { server: 'kit', prompts: ['greet', 'grow'], resources: ['fake://readme', 'file:///'] },
      { server: 'none', prompts: [], resources: [] },
      { server: 'idle', prompts: undefined, resources: undefined },
    ],
  });
  it.each([
    ['/h', ['/help', '/history']],
    ['/he', ['/help ']],
    ['/kit', ['/kitchen', '/kit:greet', '/kit:grow']],
    ['/kit:gre', ['/kit:greet ']],
    ['/n', []],
    ['/i', ['/idle:']],
    ['/idle:x', []],
    ['/help me', []],
    ['see @k', ['@kit.ts', '@kit:']],
    ['see @', ['@kit.ts', '@src/', '@kit:', '@idle:']],
    ['@kit:f', ['@kit:fake://readme', '@kit:file:///']],
    ['@kit:fake', ['@kit:fake://readme']],
    ['a@k', []],
  ])('%j', (line, offers) => {
    expect(complete(line)[0]).toEqual(offers);
  });
});

describe('the history', () => {
  it('keeps a question once, newest first, and searches the older ones', () => {
    const history = new QuestionHistory();
    for (const text of ['run tests', 'look', 'two\nlines run', 'look']) history.remember(text);
    history.addOlder(['look', 'run old']);
    expect(history.entries).toEqual(['look', 'two\nlines run', 'run tests', 'run old']);
    expect([history.search('run'), history.search('run tests'), history.search('x')]).toEqual(['run tests', 'run old', undefined]);
    history.endSearch();
    expect(history.search('look')).toBe('look');
  });
});

describe('words', () => {
  it.each([
    ['a b', ['a', 'b']],
    ['"a b" c', ['a b', 'c']],
    ['name="a b" \'c d\'', ['name=a b', 'c d']],
    ['  ', []],
    ["don't go", ["don't", 'go']],
  ])('%j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it.each([
    ['Ada Lovelace', { values: { who: 'Ada', what: 'Lovelace' } }],
    ['Ada and her engine', { values: { who: 'Ada', what: 'and her engine' } }],
    ['what=this Ada', { values: { who: 'Ada', what: 'this' } }],
    ['', { missing: ['who'] }],
  ])('%j as arguments of a prompt', (typed, expected) => {
    const argument = (name: string, required: boolean): { name: string; description: string; required: boolean } => ({ name, description: '', required });
    expect(promptArguments({ arguments: [argument('who', true), argument('what', false)] }, typed)).toEqual(expected);
  });
});

describe('fields of a server', () => {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', title: 'Name' },
      age: { type: 'integer' },
      size: { enum: ['small', 'large'], default: 'small' },
      sure: { type: 'boolean' },
    },
  };
  const field = (name: string) => {
    const found = fieldsOf(schema).find((each) => each.name === name);
    if (!found) throw new Error(`no field ${name}`);
    return found;
  };

  it.each([
    ['name', 'Ada', { value: 'Ada' }],
    ['name', '', { problem: expect.any(String) }],
    ['age', '', { value: undefined }],
    ['age', '36', { value: 36 }],
    ['age', '3.5', { problem: expect.any(String) }],
    ['age', 'old', { problem: expect.any(String) }],
    ['size', '', { value: 'small' }],
    ['size', 'LARGE', { value: 'large' }],
    ['size', 'huge', { problem: expect.any(String) }],
    ['sure', 'y', { value: true }],
    ['sure', 'no', { value: false }],
    ['sure', 'maybe', { problem: expect.any(String) }],
  ])('%s: %j', (name, typed, expected) => {
    expect(parseField(field(name), typed)).toEqual(expected);
  });

  it('a schema that is none has no fields', () => {
    expect(fieldsOf({ properties: 'none' })).toEqual([]);
  });
});

describe('widths', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩', 2],
    ['\u200d', 0],
  ])('%j', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it('what is fitted fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(textWidth(fitWidth(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('the prompt before the parser', () => {
  it.each([
    [[], true],
    [['-c'], true],
    [['-m', 'qwen', '--trust'], true],
    [['-m'], false],
    [['-m', '-c'], false],
    [['-p', 'hello'], false],
    [['sessions'], false],
    [['--help'], false],
  ])('%j', (args, expected) => {
    expect(isConversation(args)).toBe(expected);
  });
});

describe('an escape at the end of a read', () => {
  const keyboardOn = (): { input: PassThrough; line: Promise<LineEnd>; end: () => void } => {
    const input = new PassThrough();
    const keyboard = new Keyboard({
      input: input as unknown as NodeJS.ReadStream,
      output: new PassThrough(),
      complete: (line) => [[], line],
      redraw: true,
      onInterrupt: () => {},
    });
    keyboard.start();
    return { input, line: keyboard.readLine('> '), end: () => keyboard.close() };
  };

  it('begins the paste whose mark comes with the next read', async () => {
    const { input, line, end } = keyboardOn();
    input.emit('data', 'see \x1b');
    input.emit('data', '[200~one\rtwo\x1b[201~');
    input.emit('data', '\r');
    expect(await line).toMatchObject({ line: 'see one\ntwo' });
    end();
  });
});
