import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passagesOf, trainedWords } from '../../src/context/rerank/passages.js';
import { cosine, reorder } from '../../src/context/rerank/reorder.js';
import { rerank } from '../../src/context/rerank/rerank.js';
import type { Ranked } from '../../src/context/score/rank.js';
import { IndexStore } from '../../src/context/store/index-store.js';
import { openDatabase } from '../../src/context/store/open-database.js';
import type { CodeSymbol } from '../../src/contract/context.js';
import { OCodeError } from '../../src/contract/error.js';

const ranked = (...scores: number[]): Ranked[] =>
  scores.map((score, file) => ({ file, score, named: score > 500, values: {} as Ranked['values'], reasons: [`was ${file}`], parts: [] }));
const order = (list: readonly Ranked[]): number[] => list.map(({ file }) => file);

describe('reorder', () => {
  it.each([
    ['what is close is settled', [2, 1.9, 1.8], [0.2, 0.1, 0.9], [2, 0, 1]],
    ['what is clear stays', [9, 5, 1], [0.1, 0.2, 0.9], [0, 1, 2]],
    ['files named in the query stay first', [1002, 2, 1.9], [0, 0.1, 0.9], [0, 2, 1]],
    ['differences by chance move nothing', [2, 1.9], [0.5, 0.501], [0, 1]],
    ['files without a vector follow as they were', [2, 1.9, 1.8, 1.7], [0.1, 0.9], [1, 0, 2, 3]],
    ['no vectors: nothing changes', [2, 1], [], [0, 1]],
  ])('%s', (_, scores, similarities, expected) => {
    expect(order(reorder(ranked(...scores), similarities, 'm'))).toEqual(expected);
  });
  it('says the similarity, and the scores still fall', () => {
    const list = reorder(ranked(2, 1.9), [0.1, 0.9], 'm');
    expect(list.map(({ score, reasons }) => [score, reasons])).toEqual([
      [2, ['was 1', 'similarity 0.90 (m)']],
      [1.9, ['was 0', 'similarity 0.10 (m)']],
    ]);
  });
  it('keeps every file exactly once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })), { maxLength: 30 }), (pairs) => {
        const scores = pairs.map(([score]) => score).sort((a, b) => b - a);
        const list = reorder(
          ranked(...scores),
          pairs.slice(0, 20).map(([, similarity]) => similarity),
          'm',
        );
        expect(list.map(({ score }) => score)).toEqual(scores);
        expect(order(list).sort((a, b) => a - b)).toEqual(scores.map((_, index) => index));
      }),
    );
  });
  it('cosine', () => {
    const of = (...values: number[]): Float32Array => Float32Array.from(values);
    expect(cosine(of(1, 0), of(2, 0))).toBe(1);
    expect(cosine(of(1, 0), of(0, 3))).toBe(0);
    expect(cosine(of(1, 1), of(-1, -1))).toBeCloseTo(-1);
    expect(cosine(of(0, 0), of(1, 1))).toBe(0);
  });
});

const symbol = (name: string, line: number, end_line: number): CodeSymbol => ({
  ...{ name, kind: 'function', line, end_line, signature: `function ${name}()`, exported: true },
});

describe('passages', () => {
  it('the outline and the two bodies that fit best, short, each with its path', () => {
    const text = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`).join('\n');
    const symbols = [symbol('a', 1, 10), symbol('b', 11, 20), symbol('c', 21, 30)];
    const passages = passagesOf({ path: 'src/a.ts', text, symbols, matching: [symbol('c', 21, 30), symbol('a', 1, 10), symbol('b', 11, 20)] });
    expect(passages[0]).toBe('src/a.ts\nfunction a()\nfunction b()\nfunction c()');
    expect(passages.slice(1).map((passage) => passage.split('\n').slice(0, 2))).toEqual([
      ['src/a.ts', 'line 21'],
      ['src/a.ts', 'line 1'],
    ]);
  });
  it('a file without symbols is its first lines; nothing is longer than a model takes', () => {
    expect(passagesOf({ path: 'a.txt', text: 'x'.repeat(50_000), symbols: [], matching: [] })).toEqual([`a.txt\n${'x'.repeat(1_194)}`]);
    expect(passagesOf({ path: 'gone.ts', text: '', symbols: [], matching: [] })).toEqual(['gone.ts\n']);
  });
  it.each([
    ['nomic-embed-text:latest', 'search_query: ', 'search_document: '],
    ['mxbai-embed-large', 'Represent this sentence for searching relevant passages: ', ''],
    ['all-minilm', '', ''],
  ])('words that %s was trained with', (model, query, passage) => {
    expect(trainedWords(model)).toEqual({ query, passage });
  });
});

describe('rerank', () => {
  const files = ['apple pie', 'banana bread', 'cherry cake'].map((text, index) => ({ path: `${index}.md`, text, symbols: [], matching: [] }));
  const fruit = (text: string): number[] => ['apple', 'banana', 'cherry'].map((word) => (text.includes(word) ? 1 : 0));
  const signal = new AbortController().signal;

  async function start(embed: (texts: readonly string[], signal: AbortSignal) => Promise<number[][]> = async (texts) => texts.map(fruit)) {
    const asked: string[][] = [];
    const { database, path } = await openDatabase(':memory:');
    const { vectors } = new IndexStore(database, path);
    const embedder = async () => ({
      embed: async (_: string, texts: readonly string[], within: AbortSignal) => {
        asked.push([...texts]);
        return embed(texts, within);
      },
    });
    const run = async (query: string, list = files, more: { patience?: number; model?: string } = {}) => {
      let notice: string | undefined;
      const warn = (text: string): void => {
        notice = text;
      };
      const request = { query, ranked: ranked(...list.map((_, index) => 2 - index / 10)), cache: vectors, signal };
      return { ranked: await rerank({ ...request, fileOf: async ({ file }) => list[file]! }, { model: 'm', embedder, warn, ...more }), notice };
    };
    return { run, asked, vectors };
  }

  it('orders by meaning and asks for each text once', async () => {
    const { run, asked } = await start();
    expect(order((await run('about a cherry')).ranked)).toEqual([2, 0, 1]);
    expect(asked.flat()).toHaveLength(4);
    expect(order((await run('about a banana')).ranked)).toEqual([1, 0, 2]);
    expect(asked.flat().slice(4)).toEqual(['about a banana']);
    const changed = files.map((file, index) => (index === 0 ? { ...file, text: 'cherry tart' } : file));
    await run('about a banana', changed);
    expect(asked.flat().slice(5)).toEqual(['0.md\ncherry tart']);
    await run('about a banana', changed, { model: 'another' });
    expect(asked.flat().slice(6)).toHaveLength(4);
  });
  it('a model that fails changes nothing and says so', async () => {
    const { run } = await start(async () => {
      throw new OCodeError('model_not_found', 'there is no model m', { hint: 'get it with `ollama pull m`' });
    });
    const { ranked: list, notice } = await run('about a cherry');
    expect(order(list)).toEqual([0, 1, 2]);
    expect(notice).toBe('context.embedding_model m: 0 of 3 files re-ranked: there is no model m (get it with `ollama pull m`)');
  });
  it('a slow model is not waited for; what it has done counts, now and next time', async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ ...files[index % 3]!, path: `${index}.md`, text: index === 7 ? 'cherry' : `apple ${index}` }));
    let slow = true;
    const { run, asked } = await start(async (texts, within) => {
      if (slow && asked.length > 1) await new Promise((_, reject) => within.addEventListener('abort', () => reject(within.reason), { once: true }));
      return texts.map(fruit);
    });
    const first = await run('cherry', many, { patience: 150 });
    expect(first.notice).toBe('context.embedding_model m: 11 of 20 files re-ranked: it took longer than 0.15 s');
    expect(order(first.ranked)[0]).toBe(7);
    slow = false;
    expect((await run('cherry', many)).notice).toBeUndefined();
    expect(asked.slice(2).flat()).toHaveLength(9);
  });
  it('vectors of an earlier model of that name are made anew', async () => {
    const { run, asked, vectors } = await start();
    await run('about a cherry');
    const keys = asked.flat();
    const { sha256 } = await import('../../src/lib/hash.js');
    vectors.write(
      'm',
      keys.slice(0, 2).map((text) => [sha256(text), Float32Array.from([1, 2])]),
    );
    asked.length = 0;
    expect(order((await run('about a cherry')).ranked)).toEqual([2, 0, 1]);
    expect(asked.flat().sort()).toEqual([...keys].sort());
  });
  it('too few or too many vectors, empty ones, nonsense numbers: the ordinary ranking', async () => {
    for (const answer of [[[]], [], [[Number.NaN, 1, 1]]]) {
      const { run } = await start(async (texts) => texts.map((_, index) => answer[index] ?? []));
      expect(order((await run('about a cherry')).ranked)).toEqual([0, 1, 2]);
    }
  });
  it('only so many vectors are kept', async () => {
    const { vectors } = await start();
    vectors.write(
      'm',
      Array.from({ length: 20_010 }, (_, index) => [`h${index}`, Float32Array.from([index])]),
    );
    vectors.prune();
    expect([...vectors.read('m', ['h0', 'h9', 'h10', 'h20009']).keys()]).toEqual(['h10', 'h20009']);
  });
});
