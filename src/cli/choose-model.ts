import type { Settings } from '../config/defaults.js';
import type { ChatClient, ChatOptions, InstalledModel, ModelInfo } from '../contract/chat.js';
import { OCodeError } from '../contract/error.js';
import type { ModelProfile } from '../engine/parts.js';
import { CHARS_PER_TOKEN } from '../lib/tokens.js';
import type { ModelStore } from './model-store.js';

export interface Choice {
  client: ChatClient;
  settings: Settings;
  store: ModelStore;
  signal: AbortSignal;
}

/** Finds the model of this run and how to speak to it. Throws OCodeError `model_not_found`, `cloud_model`, or what the server answers. */
export async function chooseModel(choice: Choice, wanted?: string): Promise<{ profile: ModelProfile; info: ModelInfo }> {
  const { client, settings, store, signal } = choice;
  const name = wanted ?? settings.models.default ?? settings.model;
  const info = name === undefined ? await firstUsable(choice) : await describe(choice, name);
  refuseCloud(info, settings);
  const remembered = store.get(info.name);
  const toolMode = settings.tool_mode === 'auto' ? (remembered?.toolMode ?? (info.capabilities.includes('tools') ? 'native' : 'text')) : settings.tool_mode;
  const window = info.contextLength > 0 ? Math.min(settings.context_window, info.contextLength) : settings.context_window;
  signal.throwIfAborted();
  return {
    profile: {
      name: info.name,
      provider: client.provider,
      options: chatOptions(settings, info, window),
      toolMode,
      charsPerToken: remembered?.charsPerToken ?? CHARS_PER_TOKEN,
    },
    info,
  };
}

/** Uses what is remembered while the server's list still shows the same digest; asks otherwise. */
export async function describe(choice: Pick<Choice, 'client' | 'store' | 'signal'>, name: string): Promise<ModelInfo> {
  const { client, store, signal } = choice;
  const remembered = store.get(name);
  if (remembered?.digest) {
    const installed = findInstalled(await client.list(signal).catch(() => []), name);
    if (installed?.digest === remembered.digest) return remembered.info;
  }
  const info = await client.describe(name, signal);
  const digest = info.digest ?? findInstalled(await client.list(signal).catch(() => []), name)?.digest;
  if (digest) store.put(name, { ...(remembered?.digest === digest ? remembered : {}), digest, info: { ...info, name } });
  return { ...info, name };
}

function findInstalled(models: readonly InstalledModel[], name: string): InstalledModel | undefined {
  return models.find((model) => isNamed(model, name));
}

/** A name without a tag means the tag `latest`. */
export function isNamed(model: { name: string }, name: string): boolean {
  return model.name === name || model.name === `${name}:latest`;
}

/** Without a model in the settings: the first installed one that can call tools, coder models first. */
async function firstUsable(choice: Choice): Promise<ModelInfo> {
  const installed = (await choice.client.list(choice.signal)).filter((model) => !model.remote || choice.settings.allow_cloud_models);
  const coderFirst = [...installed].sort((a, b) => Number(isCoder(b.name)) - Number(isCoder(a.name)));
  let fallback: ModelInfo | undefined;
  for (const model of coderFirst) {
    const info = await describe(choice, model.name);
    if (info.remote && !choice.settings.allow_cloud_models) continue;
    if (info.capabilities.includes('tools')) return info;
    if (info.capabilities.includes('completion')) fallback ??= info;
  }
  if (fallback) return fallback;
  throw new OCodeError('model_not_found', 'no model is installed that can chat', {
    hint: 'pull one: ollama pull qwen2.5-coder:7b (or ocode models pull qwen2.5-coder:7b)',
  });
}

function isCoder(name: string): boolean {
  return /cod(e|er|estral)|devstral|starcoder/i.test(name);
}

function refuseCloud(info: ModelInfo, settings: Settings): void {
  if (!info.remote || settings.allow_cloud_models) return;
  throw new OCodeError('cloud_model', `${info.name} is a cloud model: it runs on a remote machine and would see your code`, {
    hint: 'use a local model, or set allow_cloud_models to true in your own settings and leave --offline out',
  });
}

/** The options of every request of the session (SPEC part 5). */
function chatOptions(settings: Settings, info: ModelInfo, window: number): ChatOptions {
  const canThink = info.capabilities.includes('thinking');
  return {
    numCtx: window,
    numPredict: settings.max_tokens ?? Math.min(8192, Math.max(512, Math.floor(window / 4))),
    keepAlive: String(settings.keep_alive),
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
    ...(settings.top_p === undefined ? {} : { topP: settings.top_p }),
    ...(canThink ? { think: settings.think ?? 'off' } : {}),
  };
}
