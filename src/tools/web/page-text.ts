import { ToolError } from '../../contract/error.js';
import type { HttpPage } from './http-get.js';

/** The page as text for the model: HTML as markdown, other text as it is; anything else is refused by its type. */
export async function pageText({ type, body, url }: HttpPage): Promise<string> {
  const mime = type.split(';')[0]?.trim().toLowerCase() ?? '';
  const html = /^(text\/html|application\/xhtml\+xml)$/.test(mime);
  const textual = html || mime.startsWith('text/') || /[/+](json|xml|yaml|javascript|toml)$/.test(mime) || (mime === '' && !body.subarray(0, 8000).includes(0));
  if (!textual) throw new ToolError('failed', `${url} is ${mime || 'binary'}, ${body.length} bytes: not text.`);
  const text = decode(body, type);
  return html ? htmlToMarkdown(text) : text;
}

async function htmlToMarkdown(html: string): Promise<string> {
  const { default: TurndownService } = await import('turndown');
  const service = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' });
  service.remove(['script', 'style', 'noscript', 'iframe', 'template', 'form', 'button', 'nav', 'footer']);
  service.remove((node) => /^(svg|canvas|object|embed)$/i.test(node.nodeName));
  service.addRule('images', {
    filter: 'img',
    replacement: (_content, node) => (node as unknown as { getAttribute(name: string): string | null }).getAttribute('alt') ?? '',
  });
  return service
    .turndown(html)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function decode(body: Buffer, type: string): string {
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1] ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(body.subarray(0, 1024).toString('latin1'))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8');
  }
}
