import type { ChatDelta, ChatRequest } from '../../contract/chat.js';
import { isOCodeError } from '../../contract/error.js';
import { interrupted, streamLost } from '../connection-error.js';
import { type Http, notThisApi, release } from '../http.js';
import { readLines } from '../lines.js';
import { chatBody } from './messages.js';
import { AnswerReader } from './stream.js';

/**
 * One answer of POST /api/chat. Read here and not through the `ollama` package: that one loads the whole of Node's fetch with its first
 * request (it asks for `Headers`; 30 ms and 10 MB on the road to every first token), cannot stop one request before its headers, and prints lines
 * it cannot parse.
 */
export async function* streamChat(http: Http, request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
  const answer = await http.send({ method: 'POST', path: '/api/chat', body: chatBody(request), model: request.model }, signal);
  const reader = new AnswerReader(http.words);
  let done = false;
  try {
    for await (const lines of readLines(answer)) {
      const batch = reader.readAll(lines);
      done = batch.done;
      for (const delta of batch.deltas) {
        if (signal.aborted) throw interrupted(signal);
        yield delta;
      }
      // What came before an error is still said.
      if (batch.failure !== undefined) throw batch.failure;
      if (done) return;
    }
  } catch (error) {
    if (signal.aborted) throw interrupted(signal);
    throw isOCodeError(error) ? error : streamLost(error, http.words);
  } finally {
    if (reader.frames.unread > 0) http.debug(`${reader.frames.unread} lines of the answer were not JSON`);
    if (done) release(answer);
    else answer.destroy();
  }
  if (signal.aborted) throw interrupted(signal);
  throw reader.frames.isForeign ? notThisApi(http.host, http.words) : streamLost(undefined, http.words);
}
