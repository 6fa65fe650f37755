import { OCodeError } from '../contract/error.js';
import { TOOL_SETS } from '../contract/tool.js';
import { nearest } from '../lib/nearest.js';
import { builtinTools } from '../tools/builtin.js';
import { plainName } from '../tools/names.js';

/**
 * The tools and sets that --tools names: an alias becomes the name of its tool, `none` nothing at all. Names of other sources
 * (`server__tool`, or any name when there are plugins) stay as they are. Throws OCodeError `usage` with the nearest name.
 */
export function toolNames(wanted: readonly string[], hasPlugins: boolean): string[] {
  if (wanted.length === 1 && wanted[0] === 'none') return [];
  return wanted.map((name) => {
    if ((TOOL_SETS as readonly string[]).includes(name) || name.includes('__')) return name;
    const tool = builtinTools.find((each) => [each.name, ...(each.aliases ?? [])].some((known) => plainName(known) === plainName(name)));
    if (tool) return tool.name;
    if (hasPlugins) return name;
    const near = nearest(name, [...TOOL_SETS, ...builtinTools.map((each) => each.name)]);
    throw new OCodeError('usage', `--tools ${name}: there is no such tool or set${near ? `; did you mean ${near}?` : ''}`, {
      hint: `the sets are ${TOOL_SETS.join(', ')}; ocode tools list shows the tools`,
    });
  });
}
