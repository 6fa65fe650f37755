import type { PathGuard } from '../../contract/security.js';
import type { CommandPlace } from './finding.js';
import type { Folder, Folders } from './folders.js';
import { functionBodies, functionNames } from './functions.js';
import { settings } from './positional.js';
import type { ShellNode, ShellTree } from './tree.js';
import { collectVariables, type Definition, variablesUnder } from './variables.js';
import { resolveWord, type Word } from './words.js';

/** Values of variables, by name. */
export type Binding = ReadonlyMap<string, string>;

const MAX_CHOICES = 48;
const MAX_DEPTH = 4;

/** What is known of one script before it runs: its text, its functions, and the values its variables may have. */
export class ShellScript {
  readonly source: string;
  /** Names that mean a function here, those of the script around it too. */
  readonly functions: ReadonlySet<string>;
  /** What the functions of this script do, by name. */
  readonly bodies: ReadonlyMap<string, string>;
  /** The words of each `set -- …`. */
  private readonly given: readonly (readonly ShellNode[])[];
  private readonly definitions: ReadonlyMap<string, Definition>;

  constructor(
    readonly tree: ShellTree,
    private readonly scene: { guard: PathGuard; home: string | undefined },
    outerFunctions: Iterable<string> = [],
  ) {
    this.source = tree.source;
    this.bodies = functionBodies(tree.root, tree.source);
    this.functions = new Set([...functionNames(tree.root, tree.source), ...outerFunctions]);
    this.given = settings(tree.root, tree.source);
    this.definitions = collectVariables(tree.root, tree.source);
  }

  /** Does the script itself set this variable? */
  sets(name: string): boolean {
    return this.definitions.has(name);
  }

  /** What `set -- …` made the arguments of the script before this place, as far as it is known. */
  argumentsAt(node: ShellNode): Array<string | undefined> | undefined {
    const words = this.given.findLast((each) => (each[0]?.start ?? 0) < node.start);
    return words && ['', ...words.flatMap((word) => (this.words(word, this.placeIn(undefined)) ?? [{ text: undefined }]).map((each) => each.text))];
  }

  /** The words that the script puts into this variable. */
  wordsOf(name: string): readonly ShellNode[] {
    return this.definitions.get(name)?.words ?? [];
  }

  textOf(node: ShellNode): string {
    return this.source.slice(node.start, node.end);
  }

  /** Without a folder: it is not known. */
  placeIn(folder: Folder | undefined): CommandPlace {
    return { ...this.scene, folder: folder?.real };
  }

  placesIn(folders: Folders): CommandPlace[] {
    return (folders ?? [undefined]).map((folder) => this.placeIn(folder));
  }

  /** The words this node becomes; undefined when the shell would read it differently than the grammar did. */
  words(node: ShellNode, place: CommandPlace, binding: Binding = new Map()): Word[] | undefined {
    const ofTheShell = (name: string): string | undefined => (name === 'HOME' ? place.home : name === 'PWD' ? place.folder : undefined);
    const variable = (name: string): string | undefined => binding.get(name) ?? (this.definitions.has(name) ? undefined : ofTheShell(name));
    return resolveWord(node, { source: this.source, home: place.home, folder: place.folder, variable });
  }

  /** All ways the known variables under this node can be set: at most `MAX_CHOICES`; what is more is not known. */
  bindings(node: ShellNode, place: CommandPlace): Binding[] {
    let choices: Array<Map<string, string>> = [new Map()];
    for (const name of variablesUnder(node, this.source)) {
      const values = this.valuesOf(name, node.start, place, 0);
      if (!values || values.length * choices.length > MAX_CHOICES || values.length === 0) continue;
      choices = choices.flatMap((choice) => values.map((value) => new Map(choice).set(name, value)));
    }
    return choices;
  }

  private valuesOf(name: string, at: number, place: CommandPlace, depth: number): string[] | undefined {
    const definition = this.definitions.get(name);
    if (!definition || definition.unknown || depth > MAX_DEPTH) return undefined;
    const values = new Set<string>(definition.certain && definition.from <= at ? [] : ['']);
    for (const node of definition.words) {
      const inner = new Map<string, string>();
      for (const other of variablesUnder(node, this.source)) {
        const known = other === name ? undefined : this.valuesOf(other, node.start, place, depth + 1);
        if (known?.length !== 1 || known[0] === undefined) return undefined;
        inner.set(other, known[0]);
      }
      const words = this.words(node, place, inner);
      if (!words) return undefined;
      for (const word of words) {
        if (word.text === undefined) return undefined;
        values.add(word.text);
      }
    }
    return [...values];
  }
}
