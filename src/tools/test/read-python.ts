import { failure, type ReadReport, relativeTo, type TestFailure } from './report.js';

/** pytest with `--tb=short -rfE`: sections under `____ name ____`, a summary of FAILED lines, a last line with counts. */
export const readPytest: ReadReport = ({ stdout }, folder) => {
  const last =
    [...stdout.matchAll(/^=*\s*((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s.*$/gm)].at(-1)?.[1] ?? (/^no tests ran in/m.test(stdout) ? '0 passed' : undefined);
  if (last === undefined) return undefined;
  const count = (...words: string[]): number => words.reduce((sum, word) => sum + Number(new RegExp(`(\\d+) ${word}\\b`).exec(last)?.[1] ?? 0), 0);
  const sections = pytestSections(stdout);
  const failures: TestFailure[] = [...stdout.matchAll(/^(FAILED|ERROR) (.+?)(?: - (.*))?$/gm)].map(([, kind, id = '', short = '']) => {
    const [file = '', ...names] = id.split('::');
    const name = names.join('.') || `(${kind === 'ERROR' ? 'could not be collected' : 'failed'})`;
    const body = sections.get(names.join('.')) ?? sections.get(names.at(-1) ?? '') ?? sections.get(file) ?? short;
    const line = lastLineOf(body, file);
    const errors = body.split('\n').filter((each) => /^E {2,}/.test(each));
    const message = errors.length > 0 ? errors.map((each) => each.replace(/^E {2,}/, '')).join('\n') : body || short;
    return failure(name, message, folder, { file, ...(line === undefined ? {} : { line }) });
  });
  return { passed: count('passed', 'xpassed'), failed: count('failed', 'errors', 'error'), skipped: count('skipped', 'xfailed', 'deselected'), failures };
};

function pytestSections(output: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const section of output.split(/^_{3,} (?=.+ _{3,}$)/m).slice(1)) {
    const [head = '', ...body] = section.split('\n');
    const title = head.replace(/ _{3,}$/, '').replace(/^ERROR (?:at \w+ of|collecting) /, '');
    sections.set(title, body.join('\n').split(/^=+ /m)[0]?.trim() ?? '');
  }
  return sections;
}

function lastLineOf(body: string, file: string): number | undefined {
  const lines = [...body.matchAll(/^(\S.*?):(\d+): /gm)].filter((match) => match[1] === file);
  const line = lines.at(-1)?.[2];
  return line === undefined ? undefined : Number(line);
}

/** python -m unittest: blocks `FAIL: test (module.Class.test)` with a traceback, then `Ran n tests` and the verdict. */
export const readUnittest: ReadReport = ({ stdout, stderr }, folder) => {
  const output = `${stdout}\n${stderr}`;
  const ran = /^Ran (\d+) tests? in /m.exec(output)?.[1];
  if (ran === undefined) return undefined;
  const verdict = /^(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?$/m.exec(output)?.[1] ?? '';
  const count = (word: string): number => Number(new RegExp(`\\b${word}=(\\d+)`).exec(verdict)?.[1] ?? 0);
  const failed = count('failures') + count('errors') + count('unexpected successes');
  const skipped = count('skipped') + count('expected failures');
  const blocks = output.split(/^={70}$/m).slice(1);
  const failures = blocks.map((block) => {
    const [, name = '?', where = ''] = /^(?:FAIL|ERROR): (\S+)(?: \(([^)]*)\))?/m.exec(block) ?? [];
    const text = block.split(/^-{70}$/m)[1]?.trim() ?? '';
    const frames = [...text.matchAll(/^\s*File "(.+?)", line (\d+)/gm)].filter((match) => !/[\\/](unittest|importlib)[\\/]|^</.test(match[1] ?? ''));
    const frame = frames.find((match) => relativeTo(folder, match[1] ?? '') !== match[1]) ?? frames.at(-1);
    const message =
      /^(\w[\w.]*(?:Error|Exception|Exit|Interrupt|Warning|Failure)?\b:?[\s\S]*)$/m.exec(
        text
          .split(/\n(?=\S)/)
          .slice(1)
          .join('\n'),
      )?.[1] ?? text;
    const owner = where.split('.').at(-2);
    return failure(owner && owner !== name ? `${owner}.${name}` : name, message, folder, frame ? { file: frame[1], line: Number(frame[2]) } : undefined);
  });
  return { passed: Math.max(0, Number(ran) - failed - skipped), failed, skipped, failures };
};
