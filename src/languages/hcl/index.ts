import type { CodeImport, SymbolKind } from '../../contract/context.js';
import type { ImportWorld, Language } from '../language.js';
import { folderOf, joinPath } from '../paths.js';
import query from './queries.scm';

/** Terraform's block types that are not resources. */
const KINDS: Readonly<Record<string, SymbolKind>> = { variable: 'variable', output: 'variable', module: 'module', locals: 'namespace', terraform: 'namespace' };

export const hcl: Language = {
  name: 'hcl',
  extensions: ['.tf', '.tfvars', '.hcl', '.tofu', '.nomad'],
  grammar: 'tree-sitter-hcl',
  query,
  keywords: 'var local each count self true false null for in if else endif endfor string number bool list map object set any',
  kindOf: ({ kind, signature }) => (kind === 'resource' ? (KINDS[/^\w+/.exec(signature)?.[0] ?? ''] ?? kind) : kind),
  readImport(statement) {
    const source = /"([^"]+)"/.exec(statement)?.[1];
    return source === undefined ? [] : [{ source }];
  },
  resolveImport,
};

/** A local module is a folder; `main.tf` first. */
function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const folder = item.source.startsWith('.') ? joinPath(folderOf(from), item.source) : undefined;
  if (folder === undefined) return [];
  const files = world.inFolder(folder).filter((path) => /\.(?:tf|tofu)$/.test(path));
  return [...files].sort((a, b) => Number(b.endsWith('/main.tf')) - Number(a.endsWith('/main.tf')));
}
