/** True when the promise settled within so many milliseconds (absent: however long it takes). Rejects with it, and when the signal aborts. */
export async function settlesWithin(work: Promise<void>, patience: number | undefined, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  const late =
    patience === undefined
      ? new Promise<never>(() => {})
      : new Promise<boolean>((resolve) => {
          timer = setTimeout(() => resolve(false), patience);
        });
  try {
    return await Promise.race([work.then(() => true), late, aborted]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
