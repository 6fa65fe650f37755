import { fileURLToPath } from 'node:url';
import type { ContentBlock } from '@agentclientprotocol/sdk';
import type { AcpQuestion } from './ports.js';

/** The blocks of a prompt as a question. Throws an Error for a kind of block that was not offered. */
export function readQuestion(blocks: readonly ContentBlock[]): AcpQuestion {
  const texts: string[] = [];
  const files: string[] = [];
  const attached: Array<{ name: string; text: string }> = [];
  for (const block of blocks) {
    if (block.type === 'text') texts.push(block.text);
    else if (block.type === 'resource_link') {
      const path = pathOf(block.uri);
      texts.push(`@${path ?? block.uri}`);
      if (path !== undefined) files.push(path);
    } else if (block.type === 'resource' && 'text' in block.resource) {
      const { uri, text } = block.resource;
      attached.push({ name: pathOf(uri) ?? uri, text });
    } else throw new Error(block.type === 'resource' ? 'binary resources are not understood' : `${block.type} is not understood: text only`);
  }
  return { text: joined(texts), files, attached };
}

/** A link stands within the sentence around it; editors send it as a block of its own. */
function joined(texts: readonly string[]): string {
  return texts.reduce((text, next) => (text === '' || /\s$/.test(text) || /^\s/.test(next) ? text + next : `${text} ${next}`), '');
}

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const url = new URL(uri);
    url.hash = '';
    url.search = '';
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
