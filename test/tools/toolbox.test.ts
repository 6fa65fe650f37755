import { expect, test } from 'vitest';
import { TOOL_SETS } from '../../src/contract/tool.js';
import { modelParameters } from '../../src/tools/arg-schema.js';
import { builtinTools } from '../../src/tools/builtin.js';
import { createRegistry } from '../../src/tools/registry.js';

const registry = createRegistry({ tools: builtinTools });

test.each(TOOL_SETS.filter((set) => builtinTools.some((tool) => tool.set === set)))('the %s set costs the model little', (set) => {
  const specs = builtinTools
    .filter((tool) => tool.set === set)
    .map((tool) => ({ name: tool.name, description: tool.description, parameters: modelParameters(tool, false) }));
  expect(JSON.stringify(specs).length).toBeLessThan(set === 'core' ? 3000 : 1800);
});

test.each([
  ['find_references', 'find_references'],
  ['get_dependencies', 'dependencies'],
  ['get_dependents', 'dependencies'],
  ['get_complexity', 'complexity'],
  ['get_todos', 'todos'],
  ['architect', 'architecture'],
  ['test_runner', 'run_tests'],
  ['git_status', 'git_status'],
  ['gitDiff', 'git_diff'],
  ['json_yaml', 'json_yaml'],
  ['notebook_read', 'notebook_read'],
  ['notebook_edit', 'notebook_edit'],
  ['ps', 'processes'],
  ['env', 'env'],
  ['which', 'which'],
  ['ping', 'ping'],
  ['curl', 'fetch'],
  ['memory_write', 'remember'],
  ['memory_read', 'recall'],
  ['memory_search', 'recall'],
  ['think', 'think'],
  ['agent', 'agent'],
])('the name %s finds %s', (alias, name) => {
  expect(registry.find(alias)?.name).toBe(name);
});

test('no name or alias means two tools, and no tool lets the model approve itself', () => {
  const seen = new Map<string, string>();
  for (const tool of builtinTools) {
    for (const word of [tool.name, ...(tool.aliases ?? [])].map((each) => each.toLowerCase().replace(/[_-]/g, ''))) {
      expect([word, seen.get(word) ?? tool.name]).toEqual([word, tool.name]);
      seen.set(word, tool.name);
    }
    expect(JSON.stringify(modelParameters(tool, false))).not.toMatch(/confirm|approve|force/i);
  }
});
