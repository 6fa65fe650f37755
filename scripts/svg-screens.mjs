// Draws terminal screens as one animated SVG: each distinct line once, shown and hidden by CSS steps.
const CELL = { width: 8.4, height: 18 };
const PADDING = 14;
const BACKGROUND = '#16181d';
const FOREGROUND = '#d8dee6';
const PALETTE = ['#16181d', '#e0706c', '#8cc27e', '#d9b26f', '#6fa8dc', '#c08bd0', '#6ec0ce', '#d8dee6'];

/** @param {Array<{ ms: number, lines: Array<Array<{ text: string, column: number, color: number, bold: boolean, dim: boolean }>> }>} frames @param {{ columns: number, rows: number }} size */
export function animate(frames, { columns, rows }) {
  const width = Math.ceil(columns * CELL.width + PADDING * 2);
  const height = rows * CELL.height + PADDING * 2;
  const total = frames.reduce((sum, frame) => sum + frame.ms, 0);
  const starts = [];
  let time = 0;
  for (const frame of frames) {
    starts.push(time);
    time += frame.ms;
  }
  const styles = [];
  const lines = [];
  for (let row = 0; row < rows; row++) {
    for (const span of spans(frames, row)) {
      const from = percent(starts[span.from], total);
      const to = span.to === frames.length ? 100 : percent(starts[span.to], total);
      const name = `s${span.from}-${span.to}`;
      if (!styles.some((style) => style.name === name)) styles.push({ name, css: keyframes(name, from, to, total) });
      lines.push(`<text class="${name}" y="${PADDING + row * CELL.height + 13}">${span.drawn}</text>`);
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" role="img" aria-label="ocode answers questions, shows a diff and asks, edits, takes the edit back, shortens its history, and takes the session up again">
<style>text{white-space:pre;fill:${FOREGROUND}}${styles.map((style) => style.css).join('')}</style>
<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>
${lines.join('\n')}
</svg>
`;
}

/** Stretches of frames in which this row looks the same. */
function spans(frames, row) {
  const found = [];
  frames.forEach((frame, index) => {
    const drawn = draw(frame.lines[row]);
    const last = found.at(-1);
    if (last?.drawn === drawn) last.to = index + 1;
    else found.push({ drawn, from: index, to: index + 1 });
  });
  return found.filter((span) => span.drawn !== '');
}

function draw(runs) {
  return runs
    .map(({ text, column, color, bold, dim }) => {
      const style = color < 0 ? '' : ` style="fill:${PALETTE[color % 8]}"`;
      const look = `${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity=".6"' : ''}`;
      const plain = text.trimEnd();
      return `<tspan x="${round(PADDING + column * CELL.width)}" textLength="${round(plain.length * CELL.width)}"${style}${look}>${escaped(plain)}</tspan>`;
    })
    .join('');
}

function keyframes(name, from, to, total) {
  const steps = from === 0 ? '0%{opacity:1}' : `0%{opacity:0}${from}%{opacity:1}`;
  return `.${name}{animation:${name} ${total}ms step-end infinite}@keyframes ${name}{${steps}${to >= 100 ? '' : `${to}%{opacity:0}`}}`;
}

function percent(ms, total) {
  return round((ms / total) * 100);
}

function round(value) {
  return Math.round(value * 100) / 100;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
