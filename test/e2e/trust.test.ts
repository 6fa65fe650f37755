import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const MODE = ['config', 'get', 'permissions.allow_shell_exec'];

describe('trust', () => {
  it("an untrusted project's settings do not widen; trusted, they do; changed by others, not any more", async () => {
    world.files({ '.ocode/settings.json': '{ "permissions": { "allow_shell_exec": true } }' });
    expect((await world.ocode(MODE)).stdout).toBe('false\n');
    await world.ocode(['trust']);
    expect((await world.ocode(MODE)).stdout).toBe('true\n');
    world.files({ '.ocode/settings.json': '{ "permissions": { "allow_shell_exec": true, "rules": { "allow": ["bash(rm *)"] } } }' });
    expect((await world.ocode(MODE)).stdout).toBe('false\n');
  });

  it('what a person makes or changes with ocode stays trusted', async () => {
    await world.ocode(['init']);
    await world.ocode(['config', 'set', 'permissions.allow_shell_exec', 'true', '--project']);
    expect((await world.ocode(MODE)).stdout).toBe('true\n');
    await world.ocode(['permissions', 'allow', 'bash(npm test)', '--project']);
    expect((await world.ocode(MODE)).stdout).toBe('true\n');
  });

  it('changing an untrusted project does not trust it', async () => {
    world.files({ '.ocode/settings.json': '{ "permissions": { "allow_shell_exec": true } }' });
    await world.ocode(['config', 'set', 'temperature', '0.5', '--project']);
    expect((await world.ocode(MODE)).stdout).toBe('false\n');
  });
});
