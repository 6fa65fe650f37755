import type { Readable, Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { LineReader } from '../../lib/line-reader.js';

/** Bytes of one message. */
const LONGEST_MESSAGE = 16 * 1024 * 1024;
const INVALID_REQUEST = -32600;

/**
 * One message a line. Not the SDK's transport, because that one ends the connection at the first message that is too long, and
 * leaves a request without an answer when its form is wrong.
 */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private readonly lines = new LineReader(LONGEST_MESSAGE, () =>
    this.onerror?.(new Error(`a message is longer than ${LONGEST_MESSAGE} bytes; it is left out`)),
  );
  private readonly receive = (chunk: Buffer): void => {
    for (const line of this.lines.push(chunk)) this.take(line);
  };

  constructor(
    private readonly streams: { input: Readable; output: Writable },
    private readonly parse: (value: unknown) => JSONRPCMessage,
  ) {}

  async start(): Promise<void> {
    this.streams.input.on('data', this.receive);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { output } = this.streams;
    if (!output.writable) return;
    await new Promise<void>((resolve) => {
      output.write(`${JSON.stringify(message)}\n`, () => resolve());
    });
  }

  async close(): Promise<void> {
    this.streams.input.off('data', this.receive);
    this.streams.input.pause();
    this.onclose?.();
  }

  private take(line: string): void {
    let value: unknown;
    let message: JSONRPCMessage;
    try {
      value = JSON.parse(line);
      message = this.parse(value);
    } catch (error) {
      this.onerror?.(
        value === undefined ? new Error(`a line is no JSON: ${(error as Error).message}`) : new Error('a message does not have the form of JSON-RPC'),
      );
      const id = idOf(value);
      if (id !== undefined) void this.send({ jsonrpc: '2.0', id, error: { code: INVALID_REQUEST, message: 'this is no JSON-RPC request' } });
      return;
    }
    this.onmessage?.(message);
  }
}

/** The id of what wanted to be a request. */
function idOf(value: unknown): string | number | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('method' in value)) return undefined;
  return typeof value.id === 'string' || typeof value.id === 'number' ? value.id : undefined;
}
