import type { Session } from '../contract/session.js';
import { firstUserText } from '../engine/prompt.js';
import { titleOf } from '../lib/title.js';
import type { Workbench } from './compose.js';
import { factsText, instructionBudget } from './facts.js';

/** A question whose run was stopped before the engine took it, while the server was asked about the model. */
export interface OpenQuestion {
  session: Session;
  query: string;
  /** The person's own words. */
  asked: string;
}

/** Saves the question, so that the session is listed and `-c` goes on from it, as if the engine had begun. Without ranked files: there was no time. */
export async function keepQuestion(bench: Workbench, { session, query, asked }: OpenQuestion): Promise<void> {
  const { settings, places, guard, registry } = bench;
  const isFirst = session.messages.length === 0;
  const facts = (): string =>
    factsText({
      places,
      instructionBudget: instructionBudget(settings.context_window),
      readable: (path) => guard.readable(path),
      recalls: registry.find('recall') !== undefined,
    });
  const text = isFirst ? firstUserText(facts(), '', query) : query;
  session.model ||= settings.models.default ?? settings.model ?? '';
  session.provider ||= settings.provider;
  session.title ||= titleOf(asked);
  session.messages.push({ role: 'user', text, ...(text === asked ? {} : { question: asked }) });
  session.turns++;
  session.interrupted = true;
  await bench.sessions.save(session);
}
