import type { Language } from '../language.js';
import { readImport } from './imports.js';
import query from './queries.scm';
import { resolveImport } from './resolve.js';

export const rust: Language = {
  name: 'rust',
  extensions: ['.rs'],
  interpreters: ['rust-script'],
  grammar: 'tree-sitter-rust',
  query,
  keywords:
    'as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64',
  /** Members of traits and of trait implementations are as visible as the trait. */
  isExported({ signature, kind }, parent) {
    if (/^pub\b/.test(signature)) return !/^pub\s*\((?:self|super)\)/.test(signature);
    if (kind === 'impl' || kind === 'macro') return true;
    if (kind === 'enum_member' || parent?.kind === 'trait') return parent?.exported ?? false;
    return parent?.kind === 'impl' && / for /.test(parent.signature);
  },
  readImport,
  resolveImport,
};
