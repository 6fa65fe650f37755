/** A character with its quoting, or a hole whose text is not known. */
export type Unit = { character: string; quoted: boolean } | { hole: true; single: boolean };
