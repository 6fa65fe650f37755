import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** One folder with a project file, read from disk. */
export class Project {
  private texts = new Map<string, string>();
  constructor(readonly folder: string) {}

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  text(path: string): string {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    let text = '';
    try {
      const file = join(this.folder, path);
      if (statSync(file).size < 1_000_000) text = readFileSync(file, 'utf8');
    } catch {
      // A missing file says nothing.
    }
    this.texts.set(path, text);
    return text;
  }

  names(folder = ''): string[] {
    try {
      return readdirSync(join(this.folder, folder));
    } catch {
      return [];
    }
  }

  /** `scripts.test` of package.json and the names of all its dependencies. */
  packageJson(): { test: string; dependencies: string[] } {
    try {
      const json = JSON.parse(this.text('package.json'));
      return { test: String(json.scripts?.test ?? ''), dependencies: [...Object.keys(json.dependencies ?? {}), ...Object.keys(json.devDependencies ?? {})] };
    } catch {
      return { test: '', dependencies: [] };
    }
  }

  /** A program of node_modules here or above (workspaces), else through npx, which must not install anything. */
  nodeProgram(name: string): string[] {
    for (let folder = this.folder; ; folder = dirname(folder)) {
      const file = join(folder, 'node_modules', '.bin', name);
      if (existsSync(file)) return [relative(this.folder, file)];
      if (dirname(folder) === folder) return ['npx', '--no-install', name];
    }
  }

  /** The Python of a virtual environment in the folder, else the one on PATH. */
  python(): string {
    const places = ['.venv/bin/python', 'venv/bin/python', '.venv/Scripts/python.exe'];
    return places.find((place) => this.has(place)) ?? (process.platform === 'win32' ? 'python' : 'python3');
  }
}
