export declare const GRAMMAR_PACKAGE: string;
export declare const GRAMMARS: string[];
