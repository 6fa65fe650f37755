/**
 * Files as an editor holds them, unsaved changes among them. Paths are absolute real paths the guard allowed. What is absent
 * the editor does not offer, and the disk takes its place.
 */
export interface EditorBuffers {
  /** The text the editor has; undefined when it has none or does not answer: then the disk counts. Never throws. */
  read?(path: string): Promise<string | undefined>;
  /** The editor puts the text into its buffer and onto the disk. Throws an Error that says why it did not. */
  write?(path: string, text: string): Promise<void>;
}
