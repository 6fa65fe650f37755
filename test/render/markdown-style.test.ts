import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanForTerminal } from '../../src/lib/sanitize.js';
import { createTheme } from '../../src/lib/theme.js';
import { markdownStyle } from '../../src/render/markdown/markdown-style.js';

const theme = createTheme('default', { colors: true });
const strip = (text: string): string => text.replace(/\x1b\[[0-9;]*m/g, '');

function render(...chunks: string[]): string {
  const style = markdownStyle(theme);
  return chunks.map((chunk) => style.push(chunk)).join('') + style.end();
}

describe('markdown on a terminal', () => {
  it.each([
    ['# Title\n', theme.heading('Title').replace('Title', '# Title'), '# Title\n'],
    ['- item', theme.accent('-'), '- item'],
    ['see `code` here', theme.code('code'), 'see code here'],
    ['a **strong** word', theme.strong('strong'), 'a strong word'],
    ['2 * 3 * 4', '2 * 3 * 4', '2 * 3 * 4'],
    ['| a | b |\n|---|---|\n', '| a | b |', '| a | b |\n|---|---|\n'],
    ['an open ` mark', 'an open ` mark', 'an open ` mark'],
  ])('%s', (text, holds, plain) => {
    expect(render(text)).toContain(holds);
    expect(strip(render(text))).toBe(plain);
  });

  it('frames code and leaves it alone inside', () => {
    const shown = strip(render('```ts\nconst a = `x` ** 2;\n# no heading\n```\nafter'));
    expect(shown.split('\n').slice(1, 3)).toEqual(['const a = `x` ** 2;', '# no heading']);
    expect(shown).toMatch(/^── ts ─+\n/);
    expect(shown).toMatch(/\n─+\nafter$/);
  });

  it('shows the same text however it is cut', () => {
    const words = fc.constantFrom('`', '``', '```', '**', '*', '#', ' ', '\n', 'word', '- ', '1. ', '> ', '🎈', 'é', '|', '~~~', 'js');
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), fc.array(fc.nat(6), { maxLength: 20 }), (parts, sizes) => {
        const text = parts.join('');
        const chunks: string[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(text.slice(at, at + size));
          at += size;
        }
        chunks.push(text.slice(at));
        expect(strip(render(...chunks))).toBe(strip(render(text)));
      }),
      { numRuns: 300 },
    );
  });

  it('loses no words, and lets nothing through that a terminal would obey', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (chunks) => {
        const shown = strip(render(...chunks));
        expect(cleanForTerminal(shown)).toBe(shown);
      }),
      { numRuns: 200 },
    );
  });

  it('without colours the text stays as it is', () => {
    const style = markdownStyle(createTheme('default', { colors: false }));
    expect(style.push('# **a** `b`\n') + style.end()).toBe('# **a** `b`\n');
  });
});
