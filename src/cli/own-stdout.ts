import { Writable } from 'node:stream';

export interface OwnStdout {
  stream: Writable;
  release(): void;
}

/** stdout for one writer alone: what anything else in this process writes there (plugins, packages) goes to stderr until it is released. */
export function ownStdout(): OwnStdout {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => void write(chunk, done) });
  const fail = (error: Error): void => void stream.destroy(error);
  stdout.on('error', fail);
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write;
  return {
    stream,
    release: () => {
      stdout.write = write;
      stdout.off('error', fail);
    },
  };
}
