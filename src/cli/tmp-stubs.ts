import type { CommandSandbox } from '../contract/security.js';
export const createMasker = (_e: unknown) => (t: string) => t;
export const createSandbox = (_o: unknown): CommandSandbox => ({
  shell: async (command, cwd) => ({ file: 'bash', args: ['-c', command], env: { PATH: process.env.PATH ?? '' }, cwd, sandboxed: false }),
  program: async (file, args, cwd) => ({ file, args: [...args], env: { PATH: process.env.PATH ?? '' }, cwd, sandboxed: false }),
});
