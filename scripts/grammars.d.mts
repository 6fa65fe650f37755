export declare const GRAMMARS: ReadonlyArray<{ from: string; folder: string; names: string[] }>;
