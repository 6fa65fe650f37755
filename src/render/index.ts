import type { OutputFormat, Renderer } from '../contract/renderer.js';
import { jsonRenderer } from './json.js';
import type { SecretGuard } from './masked-stream.js';
import type { Verbosity } from './people.js';
import { streamJsonRenderer } from './stream-json.js';
import { type TextStyle, textRenderer } from './text.js';

export { errorLine } from './people.js';
export type { TextStyle } from './text.js';

export interface RendererOptions {
  verbosity: Verbosity;
  showThinking: boolean;
  style?: () => TextStyle;
  /** Masks secrets in the model's own words, for formats that programs keep. */
  secrets?: SecretGuard;
}

/** One line a format. */
const RENDERERS: Readonly<Record<OutputFormat, (options: RendererOptions) => Renderer>> = {
  text: textRenderer,
  json: jsonRenderer,
  'stream-json': streamJsonRenderer,
};

export function createRenderer(format: OutputFormat, options: RendererOptions): Renderer {
  return RENDERERS[format](options);
}
