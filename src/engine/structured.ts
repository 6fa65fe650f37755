import { OCodeError } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import { finishedAnswer } from './answer.js';
import type { Answer } from './ask.js';
import type { Run } from './run.js';

const MAX_TRIES = 3;

/**
 * Holds the final answer against the schema. One that fits is taken as it is; else the model is asked again with the
 * reason, without tools and with the server's own constraint (`format`). Throws OCodeError `structured_output` after three tries in all.
 */
export async function* fitSchema(run: Run, first: Answer): AsyncGenerator<EngineEvent, Answer> {
  const wanted = run.parts.structured;
  if (!wanted) return first;
  let answer = first;
  for (let tries = 1; ; tries++) {
    const value = findJson(answer.text);
    const problems = value === undefined ? ['the answer is not JSON'] : wanted.validate(value);
    if (problems.length === 0) {
      run.state.structured = value;
      return answer;
    }
    if (tries === MAX_TRIES) {
      throw new OCodeError('structured_output', `no answer fits the schema after ${MAX_TRIES} tries: ${problems.join('; ')}`, {
        hint: 'make the schema simpler, or use a larger model',
      });
    }
    run.session.messages.push({ role: 'assistant', text: run.lastPart, calls: [] });
    run.session.messages.push({
      role: 'user',
      auto: true,
      text: `Your answer does not fit the JSON Schema: ${problems.join('; ')}. Answer again with one JSON value that fits this schema, and nothing else:\n${JSON.stringify(wanted.schema)}`,
    });
    answer = yield* finishedAnswer(run, { withoutTools: true, format: wanted.schema });
  }
}

/** The JSON value an answer is, or holds as its only fenced block. */
function findJson(text: string): unknown {
  const fenced = [...text.matchAll(/^\s*(?:```|~~~)(?:json)?[ \t]*\n([\s\S]*?)\n\s*(?:```|~~~)/gm)];
  for (const candidate of [text, ...(fenced.length === 1 ? [fenced[0]?.[1] ?? ''] : [])]) {
    try {
      return JSON.parse(candidate.trim());
    } catch {
      // Not this one.
    }
  }
  return undefined;
}
